package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsView;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.stream.IntStream;

/// Where the rows of an operand are, in rows of N words: that of (item, poly, limb) is base + item
/// · itemStride + poly · polyStride + limbs\[limb\].
final class Rows {

  private final BufferRef buffer;
  private final int base;
  private final int itemStride;
  private final int polyStride;
  private final int[] limbs;
  private final int from;
  private final int to;

  private Rows(
      BufferRef buffer, int base, int itemStride, int polyStride, int[] limbs, int from, int to) {
    this.buffer = buffer;
    this.base = base;
    this.itemStride = itemStride;
    this.polyStride = polyStride;
    this.limbs = limbs;
    this.from = from;
    this.to = to;
  }

  /// The rows of `items` × `polys` polynomials; one item stands for all, and so does one
  /// polynomial.
  private static Rows of(
      BufferRef buffer,
      int base,
      int items,
      int polys,
      int rowsOfItem,
      int rowsOfPoly,
      int[] limbs) {
    IntSummaryStatistics range = IntStream.of(limbs).summaryStatistics();
    int lastPoly = base + (items - 1) * rowsOfItem + (polys - 1) * rowsOfPoly;
    return new Rows(
        buffer,
        base,
        items == 1 ? 0 : rowsOfItem,
        polys == 1 ? 0 : rowsOfPoly,
        limbs,
        base + range.getMin(),
        lastPoly + range.getMax() + 1);
  }

  /// The rows of a view whose value starts at row `start` of `buffer`.
  static Rows of(RnsView<?> view, BufferRef buffer, int start) {
    int valueLimbs = view.value().shape().limbs();
    int valuePolys = view.value().shape().polys();
    int[] limbs = new int[view.limbs()];
    Arrays.setAll(limbs, view::limb);
    return of(
        buffer,
        start + view.firstPoly() * valueLimbs,
        view.batch(),
        view.polys(),
        valuePolys * valueLimbs,
        valueLimbs,
        limbs);
  }

  /// Rows of their own from row `start` of the scratch: items × polynomials × limbs, in that order.
  static Rows ofScratch(int start, int items, int polys, int limbs) {
    int[] all = new int[limbs];
    Arrays.setAll(all, i -> i);
    return of(BufferRef.Scratch.SCRATCH, start, items, polys, polys * limbs, limbs, all);
  }

  /// Tables that neither items nor polynomials change, one row for each limb.
  static Rows ofTables(BufferRef buffer, int[] rows) {
    return of(buffer, 0, 1, 1, 0, 0, rows);
  }

  BufferRef buffer() {
    return buffer;
  }

  int base() {
    return base;
  }

  int itemStride() {
    return itemStride;
  }

  int polyStride() {
    return polyStride;
  }

  int limb(int i) {
    return limbs[i];
  }

  /// The first row that a kernel may touch, whatever limbs are selected.
  int from() {
    return from;
  }

  /// One more than the last.
  int to() {
    return to;
  }

  /// Some of the limbs, in the order given.
  Rows select(int[] chosen) {
    int[] selected = new int[chosen.length];
    Arrays.setAll(selected, i -> limbs[chosen[i]]);
    return new Rows(buffer, base, itemStride, polyStride, selected, from, to);
  }
}
