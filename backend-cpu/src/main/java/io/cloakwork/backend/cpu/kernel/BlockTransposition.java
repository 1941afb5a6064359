package io.cloakwork.backend.cpu.kernel;

/// The way between the contract's order and [EvalLayout]'s: every block of L² words transposed.
final class BlockTransposition {

  private BlockTransposition() {}

  /// Transposes the blocks of the first `count` words in place; its own inverse.
  static void apply(long[] words, int count, int logLanes) {
    int lanes = 1 << logLanes;
    for (int start = 0; start < count; start += lanes * lanes) {
      for (int row = 1; row < lanes; row++) {
        for (int column = 0; column < row; column++) {
          int i = start + (row << logLanes) + column;
          int j = start + (column << logLanes) + row;
          long word = words[i];
          words[i] = words[j];
          words[j] = word;
        }
      }
    }
  }
}
