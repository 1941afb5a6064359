package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsView;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;

/// Where the rows of an operand are, in rows of N words: that of (item, poly, limb) is base + item
/// · itemStride + poly · polyStride + limbs\[limb\].
final class Rows {

  /// The limb of a row that a kernel is to look for in another operand.
  static final int ELSEWHERE = -1;

  private final BufferRef buffer;
  private final int base;
  private final int itemStride;
  private final int polyStride;
  private final int[] limbs;
  // From the first row of a limb to its last.
  private final int reach;
  private final int from;
  private final int to;

  private Rows(
      BufferRef buffer,
      int base,
      int itemStride,
      int polyStride,
      int[] limbs,
      int reach,
      int from,
      int to) {
    this.buffer = buffer;
    this.base = base;
    this.itemStride = itemStride;
    this.polyStride = polyStride;
    this.limbs = limbs;
    this.reach = reach;
    IntSummaryStatistics range =
        Arrays.stream(limbs).filter(limb -> limb != ELSEWHERE).summaryStatistics();
    this.from = range.getCount() == 0 ? from : Math.min(from, base + range.getMin());
    this.to = range.getCount() == 0 ? to : Math.max(to, base + reach + range.getMax() + 1);
  }

  /// The rows of `items` × `polys` polynomials. One item stands for all, and so does one
  /// polynomial.
  private static Rows of(
      BufferRef buffer,
      int base,
      int items,
      int polys,
      int rowsOfItem,
      int rowsOfPoly,
      int[] limbs) {
    return new Rows(
        buffer,
        base,
        items == 1 ? 0 : rowsOfItem,
        polys == 1 ? 0 : rowsOfPoly,
        limbs,
        (items - 1) * rowsOfItem + (polys - 1) * rowsOfPoly,
        Integer.MAX_VALUE,
        0);
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

  /// Rows that neither items nor polynomials change, one for each limb.
  static Rows of(BufferRef buffer, int[] rows) {
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

  /// The first row that a kernel may touch, whatever limbs have been selected.
  int from() {
    return from;
  }

  /// One more than the last.
  int to() {
    return to;
  }

  /// Rows of a limb that so many items and polynomials read or write.
  long repetitions(int items, int polys) {
    return (itemStride == 0 ? 1L : items) * (polyStride == 0 ? 1 : polys);
  }

  int limbsHere() {
    return (int) Arrays.stream(limbs).filter(limb -> limb != ELSEWHERE).count();
  }

  /// How many limbs there are here, each counted once.
  int distinctLimbs() {
    return (int) Arrays.stream(limbs).filter(limb -> limb != ELSEWHERE).distinct().count();
  }

  /// Some of the limbs, in the order given.
  Rows select(List<Integer> chosen) {
    return withLimbs(chosen.stream().mapToInt(i -> limbs[i]).toArray());
  }

  /// Other limbs at the same places.
  Rows withLimbs(int[] others) {
    return new Rows(buffer, base, itemStride, polyStride, others, reach, from, to);
  }

  /// These rows and `next`, of the same value and limbs, as the first two of `polys` polynomials at
  /// equal distances.
  Rows followedBy(Rows next, int polys) {
    int rows = next.base - base;
    return new Rows(
        buffer,
        base,
        itemStride,
        rows,
        limbs,
        reach + (polys - 1) * rows,
        from,
        Math.max(to, next.to));
  }

  /// Without the first polynomials.
  Rows fromPoly(int first) {
    int rows = first * polyStride;
    return new Rows(buffer, base + rows, itemStride, polyStride, limbs, reach - rows, from, to);
  }

  /// The limbs of all, one after the other, or empty if they are not in one buffer at the same
  /// distances.
  static Optional<Rows> joined(List<Rows> all) {
    Rows first = all.getFirst();
    int base = all.stream().mapToInt(Rows::base).min().orElseThrow();
    int[] limbs =
        all.stream()
            .flatMapToInt(rows -> Arrays.stream(rows.limbs).map(limb -> rows.base - base + limb))
            .toArray();
    if (!all.stream().allMatch(first::hasPlacesOf)) {
      return Optional.empty();
    }
    int from = all.stream().mapToInt(Rows::from).min().orElseThrow();
    int to = all.stream().mapToInt(Rows::to).max().orElseThrow();
    return Optional.of(
        new Rows(
            first.buffer, base, first.itemStride, first.polyStride, limbs, first.reach, from, to));
  }

  private boolean hasPlacesOf(Rows other) {
    return buffer.equals(other.buffer)
        && itemStride == other.itemStride
        && polyStride == other.polyStride;
  }
}
