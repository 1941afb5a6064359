package io.cloakwork.compiler.pass;

import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Replaces every node whose operands are constants by its value.
///
/// Assumes nothing. Afterwards a node that is not a constant depends on the network's input.
public final class ConstantFolding {

  private ConstantFolding() {}

  public static TensorGraph apply(TensorGraph graph) {
    return graph.rewrite(ConstantFolding::fold);
  }

  /// The node itself, or the constant that it always is.
  public static TensorNode fold(TensorNode node) {
    if (node.op() instanceof TensorOp.Input || node.op() instanceof TensorOp.Constant) {
      return node;
    }
    List<Tensor> operands = new ArrayList<>();
    for (TensorNode operand : node.inputs()) {
      Optional<Tensor> value = operand.constantValue();
      if (value.isEmpty()) {
        return node;
      }
      operands.add(value.get());
    }
    return TensorNode.constant(node.name(), TensorInterpreter.evaluate(node, operands));
  }
}
