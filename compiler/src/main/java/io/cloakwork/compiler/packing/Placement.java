package io.cloakwork.compiler.packing;

import java.util.BitSet;
import java.util.List;

/// Where each weight of a sparse matrix meets its operand: in which slot, after which rotation. The
/// products of a slot are summed; [#folds] then gather the partial sums of a row.
interface Placement {

  /// Receives one weight: `diagonal[offset][slot] = weight`.
  @FunctionalInterface
  interface Action {
    void accept(int slot, int offset, double weight);
  }

  /// Visits every weight once; slots are in [0, tile).
  void forEach(Action action);

  /// The offsets that [#forEach] uses, modulo `slots`, a power of two.
  default BitSet offsets(int slots) {
    BitSet offsets = new BitSet(slots);
    forEach((_, offset, _) -> offsets.set(offset & slots - 1));
    return offsets;
  }

  /// The slots that [#forEach] fills; the diagonals repeat with this period.
  int tile();

  /// Steps s of y ← y + rotate(y, s), in order, that gather the partial sums.
  List<Integer> folds();

  /// Where the rows end up.
  SlotLayout out();

  /// Whether every slot outside the rows is zero in the result; otherwise sums of products that
  /// mean nothing are left there.
  boolean leavesZeros();
}
