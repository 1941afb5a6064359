package io.cloakwork.backend.cpu.tile;

/// Rough costs of row operations, to put heavy tiles first and to weigh plans against each other.
/// They never change a result.
final class RowCost {

  /// What it costs, beyond computing, that a row goes through memory between two stages.
  static final double STORED_ROW = 0.12;

  /// What a meeting of the workers costs, in nanoseconds.
  static final double BARRIER_NANOS = 3_000;

  private RowCost() {}

  /// Nanoseconds a word with eight lanes, from measurements in bench/NOTES.md.
  static double perWord(RowNode node) {
    double fast =
        switch (node.op()) {
          case RowOp.Bound _ -> 0;
          case RowOp.Fill _ -> 0.05;
          case RowOp.Plain plain ->
              switch (plain) {
                case NTT, INTT -> 1.1;
                case ADD, SUB, NEG, COPY -> 0.1;
                case MUL -> 0.15;
                case MUL_ADD -> 0.2;
              };
          case RowOp.MulScalar _, RowOp.SubMulScalar _, RowOp.Scale _ -> 0.15;
          case RowOp.PermuteEval _ -> 0.3;
          case RowOp.PermuteCoeff _ -> 0.5;
          case RowOp.InnerProduct _ -> 0.09 * node.operands().size();
          case RowOp.Combination combination -> 0.04 * combination.matrix().entries();
          case RowOp.CombinationRow _ -> 0.1;
          case RowOp.Gather _ -> 0.1 + 0.1 * node.operands().size();
        };
    return node.modulus().isFastLane() ? fast : 1.7 * fast;
  }
}
