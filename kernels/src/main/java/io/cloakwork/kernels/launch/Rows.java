package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.RnsView;
import java.util.Arrays;
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

  /// Rows that neither items nor polynomials change, one for each limb.
  static Rows of(BufferRef buffer, int[] rows) {
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
    return new Rows(buffer, base, itemStride, polyStride, others);
  }

  /// These rows as one polynomial and `next`, of the same value and limbs, as the one after it.
  Rows followedBy(Rows next) {
    return new Rows(buffer, base, itemStride, next.base - base, limbs);
  }

  /// Without the first polynomials.
  Rows fromPoly(int first) {
    return new Rows(buffer, base + first * polyStride, itemStride, polyStride, limbs);
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
    return all.stream().allMatch(first::hasPlacesOf)
        ? Optional.of(new Rows(first.buffer, base, first.itemStride, first.polyStride, limbs))
        : Optional.empty();
  }

  private boolean hasPlacesOf(Rows other) {
    return buffer.equals(other.buffer)
        && itemStride == other.itemStride
        && polyStride == other.polyStride;
  }
}
