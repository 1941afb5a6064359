package io.cloakwork.compiler.tensor;

import java.util.List;
import java.util.Optional;

/// One value of a network: an operator applied to other values. Two nodes are equal only if they
/// are the same node.
public final class TensorNode {

  private final String name;
  private final TensorOp op;
  private final List<TensorNode> inputs;
  private final Shape shape;

  /// @throws io.cloakwork.compiler.CompileException if the operands' shapes do not fit
  public TensorNode(String name, TensorOp op, TensorNode... inputs) {
    this(name, op, List.of(inputs));
  }

  public TensorNode(String name, TensorOp op, List<TensorNode> inputs) {
    this.name = name;
    this.op = op;
    this.inputs = List.copyOf(inputs);
    this.shape = ShapeInference.infer(this);
  }

  public static TensorNode constant(String name, Tensor value) {
    return new TensorNode(name, new TensorOp.Constant(value));
  }

  /// The same operator on other operands; this node if they are the ones that it has.
  public TensorNode withInputs(List<TensorNode> operands) {
    return operands.equals(inputs) ? this : new TensorNode(name, op, operands);
  }

  public String name() {
    return name;
  }

  public TensorOp op() {
    return op;
  }

  public List<TensorNode> inputs() {
    return inputs;
  }

  public TensorNode input(int index) {
    return inputs.get(index);
  }

  public Shape shape() {
    return shape;
  }

  /// The value, if it does not depend on the network's input and has been folded.
  public Optional<Tensor> constantValue() {
    return op instanceof TensorOp.Constant(Tensor value) ? Optional.of(value) : Optional.empty();
  }

  /// The node in messages.
  public String describe() {
    return op.label() + " '" + name + "'";
  }

  @Override
  public String toString() {
    return describe() + " " + shape;
  }
}
