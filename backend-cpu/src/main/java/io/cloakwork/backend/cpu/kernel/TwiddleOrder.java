package io.cloakwork.backend.cpu.kernel;

/// Which power of the root each entry of a twiddle table holds, as an index into the contract's
/// bit-reversed powers (the block i of the stage with m blocks uses entry m + i).
///
/// The head serves all stages whose butterflies share a twiddle across a vector: the first N/L
/// powers as they are. The tail serves the last log2(L) stages: for every block of L² values, L − 1
/// vectors with one entry a lane, the first stage's first.
final class TwiddleOrder {

  private TwiddleOrder() {}

  /// The entries of the head.
  static int headSize(NttPlan plan) {
    return plan.degree() >> plan.logLanes();
  }

  /// For every entry of the tail its index among the bit-reversed powers.
  static int[] tail(NttPlan plan) {
    int lanes = 1 << plan.logLanes();
    int columns = plan.degree() / lanes;
    int[] order = new int[columns * (lanes - 1)];
    for (int column = 0; column < columns; column++) {
      int entry = column / lanes * lanes * (lanes - 1) + column % lanes;
      for (int stage = 0; stage < plan.logLanes(); stage++) {
        for (int k = 0; k < 1 << stage; k++, entry += lanes) {
          order[entry] = (columns << stage) + (column << stage) + k;
        }
      }
    }
    return order;
  }
}
