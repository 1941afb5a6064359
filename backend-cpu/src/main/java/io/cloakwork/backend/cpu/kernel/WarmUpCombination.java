package io.cloakwork.backend.cpu.kernel;

import java.util.Arrays;

/// Scratch data on which the kernels of a linear combination can be run, scalar or vector.
final class WarmUpCombination {

  /// Variants of the join: the first segment or a later one, in the fast lane of one digit or two.
  private static final int FAST_JOINS = 4;

  private static final int WIDE_JOINS = 2;

  /// Few, so that loops are not compiled for themselves before their method is.
  private static final int WORDS = 64;

  private static final int TERMS = 8;
  private static final int SUMS = TERMS * WORDS;

  private final CombinationKernels kernels;
  private final DigitOps ops;
  private final DigitOps.FastModulus modulus;
  private final double[] scratch = new double[SUMS + DigitOps.MAX_ROWS * WORDS];
  private final double[] weights = new double[TERMS * DigitOps.MAX_ROWS];
  private final int[] at = new int[TERMS];

  /// @param kernels all scalar or all vector code
  WarmUpCombination(CombinationKernels kernels) {
    this.kernels = kernels;
    this.ops = kernels.ops(Kernel.DIGIT_SUMS);
    double q = kernels.modulus().value();
    this.modulus = new DigitOps.FastModulus(q, 1.0 / q);
    Arrays.setAll(at, k -> k * WORDS);
    Arrays.fill(weights, 1);
  }

  void sums(int rows) {
    ops.sums(rows, scratch, 0, WORDS, at, 0, TERMS, weights, 0, SUMS);
  }

  void split(Rows in) {
    kernels.split(in, 0, WORDS, scratch, 0);
  }

  /// How many variants the join has.
  int joins() {
    return kernels.modulus().isFastLane() ? FAST_JOINS : WIDE_JOINS;
  }

  void join(int variant, Rows out) {
    if (kernels.modulus().isFastLane()) {
      joinFast(variant, out);
    } else if (variant == 0) {
      kernels.joinFirst(scratch, 0, WORDS, 1, out, 0);
    } else {
      kernels.joinNext(scratch, 0, WORDS, 1, 0, out, 0);
    }
  }

  private void joinFast(int variant, Rows out) {
    int digits = 1 + (variant & 1);
    if (variant < 2) {
      ops.joinFirst(modulus, digits, scratch, 0, WORDS, 1, out.fast(), 0);
    } else {
      ops.joinNext(modulus, digits, scratch, 0, WORDS, 1, 0, out.fast(), 0);
    }
  }
}
