package io.cloakwork.compiler.activation;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds what values reach the activations and polynomials of a network.
public final class InputRanges {

  private InputRanges() {}

  /// The nodes whose inputs matter: activations, and polynomials that are not linear, in the
  /// network's order.
  public static List<TensorNode> nonlinear(TensorGraph graph) {
    return graph.nodes().stream().filter(node -> isNonlinear(node.op())).toList();
  }

  private static boolean isNonlinear(TensorOp op) {
    return op instanceof TensorOp.Activation
        || op instanceof TensorOp.Chebyshev
        || (op instanceof TensorOp.Polynomial p && p.polynomial().degree() > 1);
  }

  /// The ranges that the model's notes state, matched to the network's nodes by order and shape;
  /// empty if they do not match.
  public static Optional<Map<TensorNode, InputRange>> stated(TensorGraph graph, ModelRanges notes) {
    List<TensorNode> nodes = nonlinear(graph);
    List<ModelRanges.Entry> entries = notes.entries();
    if (entries.isEmpty() || entries.size() != nodes.size()) {
      return Optional.empty();
    }
    Map<TensorNode, InputRange> ranges = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      ModelRanges.Entry entry = entries.get(i);
      List<Integer> dims = nodes.get(i).shape().dims();
      if (!entry.shape().isEmpty() && !entry.shape().equals(dims.subList(1, dims.size()))) {
        return Optional.empty();
      }
      String source = "'%s' in %s".formatted(entry.name(), notes.origin());
      ranges.put(
          nodes.get(i),
          new InputRange(entry.range(), source, entry.typical(), entry.distribution()));
    }
    return Optional.of(ranges);
  }

  /// The ranges that samples reach; none without samples. What is typical is the median of the
  /// samples' largest absolute values.
  ///
  /// @param source what the samples are, for messages
  /// @throws CompileException if a sample has another size than the network's input, or leads to
  ///   values that are not finite
  public static Map<TensorNode, InputRange> observed(
      TensorGraph graph, List<double[]> samples, String source) {
    Map<TensorNode, Observations> seen = new HashMap<>();
    nonlinear(graph).forEach(node -> seen.put(node, new Observations()));
    for (double[] sample : samples) {
      if (sample.length != graph.input().shape().size()) {
        throw new CompileException(
            "a sample input has %d values, the network takes %d"
                .formatted(sample.length, graph.input().shape().size()));
      }
      Map<TensorNode, Tensor> values =
          TensorInterpreter.trace(graph, new Tensor(graph.input().shape(), sample));
      seen.forEach((node, all) -> all.add(node, values.get(node.input(0))));
    }
    Map<TensorNode, InputRange> ranges = new HashMap<>();
    if (!samples.isEmpty()) {
      seen.forEach((node, all) -> ranges.put(node, all.summary(source)));
    }
    return ranges;
  }

  static boolean anyActivation(TensorGraph graph) {
    return graph.nodes().stream().anyMatch(node -> node.op() instanceof TensorOp.Activation);
  }
}
