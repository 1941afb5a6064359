package io.cloakwork.backend.cpu.tile;

import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.Modulus;
import java.util.ArrayList;
import java.util.List;

/// One row of a graph, as a value that is computed once: what makes it, from which rows, and which
/// output rows hold it. A node stands for that row of every item of the batch, or, if it is
/// `shared`, for one row that all items use.
final class RowNode {

  /// A row of a bound output.
  record Target(Value value, int poly, int limb) {}

  private final int id;
  private final RowOp op;
  private final Modulus modulus;
  private final List<RowNode> operands;
  private final boolean shared;
  private final List<RowNode> users = new ArrayList<>(2);
  private Target target;

  RowNode(int id, RowOp op, Modulus modulus, List<RowNode> operands, boolean shared) {
    this.id = id;
    this.op = op;
    this.modulus = modulus;
    this.operands = operands;
    this.shared = shared;
  }

  /// The position in creation order; operands have smaller ones.
  int id() {
    return id;
  }

  RowOp op() {
    return op;
  }

  Modulus modulus() {
    return modulus;
  }

  List<RowNode> operands() {
    return operands;
  }

  /// Whether one row serves all items.
  boolean shared() {
    return shared;
  }

  /// The live nodes that read this row, each once, in creation order.
  List<RowNode> users() {
    return users;
  }

  /// The output row that holds this row, or null.
  Target target() {
    return target;
  }

  void setTarget(Target newTarget) {
    target = newTarget;
  }

  /// Whether the row is made in whatever tile needs it, so that no stage has to make it.
  boolean isFree() {
    return op instanceof RowOp.Bound || op instanceof RowOp.Fill;
  }

  /// Whether `user` can only run after a barrier: it belongs to another limb, or to the items while
  /// this row is shared by them, or one of the two is of a linear combination, whose workers share
  /// out words, not rows.
  boolean isBarrierTo(RowNode user) {
    return !isFree()
        && (!modulus.equals(user.modulus)
            || shared != user.shared
            || user.op instanceof RowOp.Combination
            || op instanceof RowOp.CombinationRow);
  }

  @Override
  public String toString() {
    return "%" + id + " " + op.label() + " mod " + modulus;
  }
}
