package io.cloakwork.backend.cpu.kernel;

import java.util.Arrays;

/// How a transform of length N is cut into passes over memory. The first log2(N) − 2·log2(L) stages
/// run as passes of three, two or one stages; the last ones (the tail) run on blocks of L²
/// contiguous values: log2(L) stages, an L×L transposition, log2(L) stages with one twiddle a lane.
///
/// The inverse takes the same cuts backwards. Scalar and vector code follow the same plan, for it
/// says where values of the fast lane are reduced on the way.
final class NttPlan {

  /// Bound of fast-lane words at operation boundaries, as a multiple of q.
  static final double BOUNDARY = 0.625;

  private final int logN;
  private final int logLanes;
  private final int[] stages;
  private final boolean[] reduced;

  /// @param q bounds the growth of fast-lane words; wide-lane plans ignore reductions
  NttPlan(EvalLayout layout, double q) {
    logN = layout.logN();
    logLanes = layout.logLanes();
    stages = cut(logN - 2 * logLanes);
    // One flag a pass, and one for the first half of the tail.
    reduced = new boolean[stages.length + 1];
    placeReductions(q);
  }

  private static int[] cut(int total) {
    if (total == 1) {
      return new int[] {1};
    }
    // As many passes of three stages as possible; the rest in passes of two.
    int twos = (3 - total % 3) % 3;
    int[] stages = new int[(total - 2 * twos) / 3 + twos];
    Arrays.fill(stages, 3);
    Arrays.fill(stages, stages.length - twos, stages.length, 2);
    return stages;
  }

  /// The number of passes before the tail.
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

  /// The same for the first half of the forward tail.
  boolean tailReduces() {
    return reduced[stages.length];
  }

  int logLanes() {
    return logLanes;
  }

  /// The values in a block of the tail: L².
  int tailBlock() {
    return 1 << 2 * logLanes;
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

  /// The first unit (pass, half of the tail) in which an operand of a product may pass the limit,
  /// or −1. Bounds are multiples of q and hold for every input within [#BOUNDARY].
  private int firstOverflow(double q) {
    // The quotient |a·w/q| ≤ a/2 must be within 2^51 for the rounding constant 1.5·2^52.
    double limit = 0x1p52 / q;
    double bound = BOUNDARY;
    for (int unit = 0; unit < stages.length + 2; unit++) {
      boolean laneWise = unit == stages.length + 1;
      int count = unit < stages.length ? stages[unit] : logLanes;
      // w/q is known to 2^-55; a product rounded first, and divided by a rounded 1/q, to 2^-53.
      double error = q * (laneWise ? 0x1p-53 : 0x1p-55);
      for (int stage = 0; stage < count; stage++) {
        if (bound > limit) {
          return unit;
        }
        boolean reduce = !laneWise && reduced[unit] && stage == count - 1;
        bound = (reduce ? 0.5 : bound) + 0.5 + bound * error;
      }
    }
    return -1;
  }
}
