package io.cloakwork.compiler;

import io.cloakwork.compiler.activation.Interval;
import io.cloakwork.compiler.activation.ModelRanges;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.DoubleUnaryOperator;

/// The trained networks with activations, fitted by interpolation on the ranges in their notes.
final class DeepNetworks {

  private DeepNetworks() {}

  static double relu(double x) {
    return Math.max(x, 0);
  }

  static double silu(double x) {
    return x / (1 + Math.exp(-x));
  }

  static TensorGraph fitted(String model, DoubleUnaryOperator f, int degree) throws IOException {
    TensorGraph graph = Shared.model(model);
    Iterator<ModelRanges.Entry> ranges =
        ModelRanges.beside(Shared.path("models/" + model + ".onnx")).entries().iterator();
    return graph.rewrite(node -> {
      if (!(node.op() instanceof TensorOp.Activation)) {
        return node;
      }
      Interval range = ranges.next().range().widened(1.05);
      TensorOp fit =
          new TensorOp.Chebyshev(ChebyshevFit.of(f, range.low(), range.high(), degree));
      return new TensorNode(node.name(), fit, node.input(0));
    });
  }
}
