package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.kernel.Rows;
import io.cloakwork.spi.graph.RnsShape;

/// Where the rows of a shape lie in the two arrays of its [Rows]: the rows of each lane in the
/// contract's order, one [#stride] apart.
public final class RowLayout {

  /// Rows of at least a page are kept apart as [Rows#ROW_GAP] says; small ones are packed.
  private static final int PAGE_WORDS = 512;

  private final RnsShape shape;
  private final int[] rankInLane;
  private final int fastLimbs;

  public RowLayout(RnsShape shape) {
    this.shape = shape;
    this.rankInLane = new int[shape.limbs()];
    int fast = 0;
    for (int limb = 0; limb < rankInLane.length; limb++) {
      boolean isFast = shape.basis().get(limb).isFastLane();
      rankInLane[limb] = isFast ? fast : limb - fast;
      fast += isFast ? 1 : 0;
    }
    this.fastLimbs = fast;
  }

  /// Words from one row to the next.
  static int stride(int logN) {
    int degree = 1 << logN;
    return degree >= PAGE_WORDS ? degree + Rows.ROW_GAP : degree;
  }

  /// Words that `rows` rows of one lane take.
  ///
  /// @throws ArithmeticException if no array can hold them
  static int words(long rows, int logN) {
    return rows == 0 ? 0 : Math.toIntExact(Rows.FIRST_ROW + rows * stride(logN));
  }

  /// Words of the fast lane.
  ///
  /// @throws ArithmeticException if no array can hold them
  public int fastWords() {
    return words(rows(fastLimbs), shape.logN());
  }

  /// Words of the wide lane.
  ///
  /// @throws ArithmeticException if no array can hold them
  public int wideWords() {
    return words(rows(shape.limbs() - fastLimbs), shape.logN());
  }

  private long rows(int limbs) {
    return (long) shape.batch() * shape.polys() * limbs;
  }

  /// The first word of a row in the array of its limb's lane.
  public int offset(int item, int poly, int limb) {
    int row = (item * shape.polys() + poly) * laneLimbs(limb) + rankInLane[limb];
    return Rows.FIRST_ROW + row * stride(shape.logN());
  }

  /// Words from a row of one item to the same row of the next.
  int itemStride(int limb) {
    return shape.polys() * laneLimbs(limb) * stride(shape.logN());
  }

  private int laneLimbs(int limb) {
    return shape.basis().get(limb).isFastLane() ? fastLimbs : shape.limbs() - fastLimbs;
  }

  @Override
  public String toString() {
    return "RowLayout[" + shape + "]";
  }
}
