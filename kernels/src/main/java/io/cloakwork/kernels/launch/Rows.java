package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsView;
import java.util.Arrays;

/// Where the rows of an operand are, in rows of N words: that of (item, poly, limb) is base + item
/// · itemStride + poly · polyStride + limbs\[limb\].
final class Rows {

  private final BufferRef buffer;
  private final int base;
  private final int itemStride;
  private final int polyStride;
  private final int[] limbs;

  private Rows(BufferRef buffer, int base, int itemStride, int polyStride, int[] limbs) {
    this.buffer = buffer;
    this.base = base;
    this.itemStride = itemStride;
    this.polyStride = polyStride;
    this.limbs = limbs;
  }

  /// The rows of a view whose value starts at row `start` of `buffer`. One item stands for all, and
  /// so does one polynomial.
  static Rows of(RnsView<?> view, BufferRef buffer, int start) {
    int valueLimbs = view.value().shape().limbs();
    int valuePolys = view.value().shape().polys();
    int[] limbs = new int[view.limbs()];
    Arrays.setAll(limbs, view::limb);
    return new Rows(
        buffer,
        start + view.firstPoly() * valueLimbs,
        view.batch() == 1 ? 0 : valuePolys * valueLimbs,
        view.polys() == 1 ? 0 : valueLimbs,
        limbs);
  }

  /// Rows of their own from row `start` of the scratch: items × polynomials × limbs, in that order.
  static Rows ofScratch(int start, int items, int polys, int limbs) {
    int[] all = new int[limbs];
    Arrays.setAll(all, i -> i);
    return new Rows(
        BufferRef.Scratch.SCRATCH,
        start,
        items == 1 ? 0 : polys * limbs,
        polys == 1 ? 0 : limbs,
        all);
  }

  /// Tables that neither items nor polynomials change, one row for each limb.
  static Rows ofTables(BufferRef buffer, int[] rows) {
    return new Rows(buffer, 0, 0, 0, rows);
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

  /// Some of the limbs, in the order given.
  Rows select(int[] chosen) {
    int[] selected = new int[chosen.length];
    Arrays.setAll(selected, i -> limbs[chosen[i]]);
    return new Rows(buffer, base, itemStride, polyStride, selected);
  }
}
