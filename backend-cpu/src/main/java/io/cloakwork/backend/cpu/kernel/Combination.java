package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.ring.Modulus;
import java.util.Arrays;

/// A linear combination at one prime, blocked over words as a matrix product is: the digits of a
/// block of every column are laid side by side (a panel that stays in the core's own caches), and
/// all rows of the block are made from them. Columns and rows cross memory once. Immutable and safe
/// for many threads; running allocates nothing.
public final class Combination {

  /// What a panel may take, half of the second-level cache ...
  private static final int PANEL_BYTES = 512 << 10;

  /// ... or, if rows read few columns each, what those may take: the nearest cache, most of it.
  /// Long blocks are better company for memory (bench/NOTES.md).
  private static final int ROW_BYTES = 32 << 10;

  /// Words of a block: whole passes of the widest kernel at least, and no more than pays.
  private static final int MIN_BLOCK = 32;

  private static final int MAX_BLOCK = 512;

  /// Words between the columns of a panel: digits of long blocks would be a multiple of 4 KiB apart
  /// and all columns, hence every term of a row, in the same sets of the nearest cache.
  private static final int COLUMN_GAP = 24;

  private final CombinationKernels kernels;
  private final CombinationPlan plan;
  private final int columns;
  private final int block;
  private final int width;
  private final int stride;
  // By term: where the digits of its column start in the panel.
  private final int[] at;
  // In the order in which rows are made.
  private final long[] offsets;

  private Combination(
      CombinationKernels kernels, CombinationPlan plan, int columns, int block, long[] offsets) {
    this.kernels = kernels;
    this.plan = plan;
    this.columns = columns;
    this.block = block;
    this.width = CombinationKernels.digits(kernels.modulus()) * block;
    this.stride = width + COLUMN_GAP;
    this.at = Arrays.stream(plan.columns()).map(column -> column * stride).toArray();
    this.offsets = offsets;
  }

  /// The combination of rows of `matrix`, none of them empty.
  ///
  /// @param rows which rows are made, in the order in which [#run] finds their places
  /// @param offsets added to every word of each of them, in \[0, q)
  public static Combination of(
      CombinationKernels kernels, int logN, ScalarMatrix matrix, int[] rows, long[] offsets) {
    Modulus modulus = kernels.modulus();
    CombinationPlan plan = CombinationPlan.of(matrix, rows, kernels);
    long[] ordered = new long[rows.length];
    Arrays.setAll(
        ordered,
        k -> {
          long leftOut =
              modulus.multiply(kernels.centre(), sum(matrix, rows[plan.row(k)], modulus));
          return modulus.add(offsets[plan.row(k)], leftOut);
        });
    int columns = usedColumns(matrix).length;
    int block = block(matrix, columns, modulus, logN);
    return new Combination(kernels, plan, columns, block, ordered);
  }

  /// The sum of a row's weights modulo the prime.
  private static long sum(ScalarMatrix matrix, int row, Modulus modulus) {
    long sum = 0;
    for (int e = matrix.rowStart(row); e < matrix.rowStart(row + 1); e++) {
      sum = modulus.add(sum, modulus.reduce(matrix.weight(e)));
    }
    return sum;
  }

  /// The columns that a combination reads, ascending: those with any weight.
  public static int[] usedColumns(ScalarMatrix matrix) {
    return CombinationPlan.usedColumns(matrix);
  }

  /// The doubles that a run needs of its worker.
  public static int scratchWords(ScalarMatrix matrix, Modulus modulus, int logN) {
    int columns = usedColumns(matrix).length;
    int width = CombinationKernels.digits(modulus) * block(matrix, columns, modulus, logN);
    return Math.addExact(
        Math.multiplyExact(columns, width + COLUMN_GAP), DigitOps.MAX_ROWS * width);
  }

  private static int block(ScalarMatrix matrix, int columns, Modulus modulus, int logN) {
    int longestRow = 1;
    for (int r = 0; r < matrix.rows(); r++) {
      longestRow = Math.max(longestRow, matrix.rowStart(r + 1) - matrix.rowStart(r));
    }
    long bytes = (long) CombinationKernels.digits(modulus) * Double.BYTES;
    long fitting = Math.max(PANEL_BYTES / (columns * bytes), ROW_BYTES / (longestRow * bytes));
    int block = Math.clamp(Long.highestOneBit(fitting), MIN_BLOCK, MAX_BLOCK);
    return Math.min(1 << logN, block);
  }

  /// The words that are worked on at once; `from` and `to` of [#run] are multiples of it.
  public int block() {
    return block;
  }

  /// Makes the words [from, to) of all rows.
  ///
  /// @param in the storage of every used column
  /// @param inAt its first word
  /// @param out the storage of every row, in the order given at construction; none of the columns'
  /// @param outAt its first word
  /// @param scratch [#scratchWords] words from `base` on belong to the caller
  public void run(
      Rows[] in,
      int[] inAt,
      Rows[] out,
      int[] outAt,
      int from,
      int to,
      double[] scratch,
      int base) {
    int sums = base + columns * stride;
    for (int word = from; word < to; word += block) {
      for (int c = 0; c < columns; c++) {
        kernels.split(in[c], inAt[c] + word, block, scratch, base + c * stride);
      }
      for (CombinationPlan.Group group : plan.groups()) {
        for (CombinationPlan.Segment segment : group.segments()) {
          kernels
              .ops(Kernel.DIGIT_SUMS)
              .sums(
                  group.rows(),
                  scratch,
                  base,
                  width,
                  at,
                  segment.first(),
                  segment.last(),
                  plan.weights(),
                  segment.weight(),
                  sums);
          join(group, segment, scratch, sums, out, outAt, word);
        }
      }
    }
  }

  private void join(
      CombinationPlan.Group group,
      CombinationPlan.Segment segment,
      double[] scratch,
      int sums,
      Rows[] out,
      int[] outAt,
      int word) {
    for (int r = 0; r < group.rows(); r++) {
      int k = group.firstRow() + r;
      int row = plan.row(k);
      int from = sums + r * width;
      int to = outAt[row] + word;
      long offset = segment.isLast() ? offsets[k] : 0;
      if (segment.factor() == 0) {
        kernels.joinFirst(scratch, from, block, offset, out[row], to);
      } else {
        kernels.joinNext(scratch, from, block, segment.factor(), offset, out[row], to);
      }
    }
  }
}
