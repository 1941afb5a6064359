package io.cloakwork.backend.cpu.kernel;

import java.util.Arrays;

/// How a transform is cut into passes over memory. Passes of up to three stages run butterfly
/// networks on vectors that lie apart; the last of them, of log2(L) stages, works on the adjacent
/// vectors of blocks of L² values. Then those blocks are transposed, and the last log2(L) stages
/// have one twiddle a lane. Without vectors (L = 1) there are passes only.
///
/// The inverse takes the same cuts backwards. Scalar and vector code follow the same plan, for it
/// says where values of the fast lane are reduced on the way.
final class NttPlan {

  /// Bound of fast-lane words at operation boundaries, as a multiple of q.
  static final double BOUNDARY = 0.625;

  /// The words that a range of blocks may have to be taken through all its passes at once: half of
  /// a first-level cache of 48 or 64 KiB, the other half being twiddles.
  private static final int CACHE_WORDS = 4096;

  private final int logN;
  private final int logLanes;
  private final int[] stages;
  private final int[] logBlocks;
  private final boolean[] reduced;

  private NttPlan(EvalLayout layout, int mostStages) {
    logN = layout.logN();
    logLanes = layout.logLanes();
    int[] outer = cut(logN - 2 * logLanes, mostStages);
    stages = Arrays.copyOf(outer, outer.length + (logLanes > 0 ? 1 : 0));
    if (logLanes > 0) {
      stages[outer.length] = logLanes;
    }
    logBlocks = new int[stages.length];
    for (int pass = 1; pass < stages.length; pass++) {
      logBlocks[pass] = logBlocks[pass - 1] + stages[pass - 1];
    }
    reduced = new boolean[stages.length];
  }

  /// The plan of a fast-lane transform modulo q.
  static NttPlan fast(EvalLayout layout, double q) {
    NttPlan plan = new NttPlan(layout, 3);
    plan.placeReductions(q);
    return plan;
  }

  /// The plan of a wide-lane transform: products take more registers, so passes are shorter.
  static NttPlan wide(EvalLayout layout) {
    return new NttPlan(layout, 2);
  }

  /// `total` stages in as few passes as possible, the longer ones first.
  private static int[] cut(int total, int mostStages) {
    int passes = (total + mostStages - 1) / mostStages;
    int[] stages = new int[passes];
    for (int pass = 0; pass < passes; pass++) {
      stages[pass] = total / passes + (pass < total % passes ? 1 : 0);
    }
    return stages;
  }

  /// The number of passes before the stages inside vectors.
  int passes() {
    return stages.length;
  }

  /// log2 of the radix of a pass: 1, 2 or 3.
  int stages(int pass) {
    return stages[pass];
  }

  /// Whether the forward pass reduces the values that its last stage does not multiply.
  boolean reduces(int pass) {
    return reduced[pass];
  }

  /// The blocks that a pass starts from.
  int blocks(int pass) {
    return 1 << logBlocks[pass];
  }

  /// The distance between the vectors of a network: a block has 2^stages times as many words.
  int stride(int pass) {
    return 1 << (logN - logBlocks[pass] - stages[pass]);
  }

  /// Whether so many blocks of a pass stay in cache from this pass to the last.
  boolean fitsCache(int pass, int count) {
    return (long) count << (logN - logBlocks[pass]) <= CACHE_WORDS;
  }

  int logLanes() {
    return logLanes;
  }

  /// Whether a row is not longer than L² words, too short for passes over vectors.
  boolean isOneBlock() {
    return logLanes == 0 || stages.length == 1;
  }

  int degree() {
    return 1 << logN;
  }

  /// Adds reductions, as late as possible, until no product sees a value that is too large.
  private void placeReductions(double q) {
    int tooLate = firstOverflow(q);
    while (tooLate >= 0) {
      int pass = tooLate - 1;
      while (reduced[pass]) {
        pass--;
      }
      reduced[pass] = true;
      tooLate = firstOverflow(q);
    }
  }

  /// The first pass in which an operand of a product may pass the limit (the stages inside vectors
  /// count as one more pass), or −1. Bounds are multiples of q and hold for every input within
  /// [#BOUNDARY].
  private int firstOverflow(double q) {
    // The quotient |a·w/q| ≤ a/2 must be within 2^51 for the rounding constant 1.5·2^52.
    double limit = 0x1p52 / q;
    double bound = BOUNDARY;
    for (int pass = 0; pass <= stages.length; pass++) {
      boolean insideVectors = pass == stages.length;
      int count = insideVectors ? logLanes : stages[pass];
      // w/q is known to 2^-55; a product rounded first, and divided by a rounded 1/q, to 2^-53.
      double error = q * (insideVectors ? 0x1p-53 : 0x1p-55);
      for (int stage = 0; stage < count; stage++) {
        if (bound > limit) {
          return pass;
        }
        boolean reduce = !insideVectors && reduced[pass] && stage == count - 1;
        bound = (reduce ? 0.5 : bound) + 0.5 + bound * error;
      }
    }
    return -1;
  }
}
