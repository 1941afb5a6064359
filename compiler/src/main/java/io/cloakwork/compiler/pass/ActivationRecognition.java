package io.cloakwork.compiler.pass;

import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds sub-graphs of element-wise operators over one tensor and constants of one value, and
/// replaces each by one activation of that tensor: x·Sigmoid(x), the many spellings of GELU, or
/// Clip(x + 3, 0, 6)·x / 6 become one function each, to be fitted by one polynomial.
///
/// Assumes folded constants and recognised polynomials, which stay what they are. A value that
/// other operators need too gets a function of its own.
public final class ActivationRecognition {

  /// Nodes that are functions of another node alone, with that node, which is never a key.
  private final Map<TensorNode, TensorNode> bases = new HashMap<>();

  private final TensorGraph graph;

  private ActivationRecognition(TensorGraph graph) {
    this.graph = graph;
  }

  public static TensorGraph apply(TensorGraph graph) {
    return new ActivationRecognition(graph).rewritten();
  }

  private TensorGraph rewritten() {
    for (TensorNode node : graph.nodes()) {
      base(node).ifPresent(base -> bases.put(node, base));
    }
    Set<TensorNode> needed = needed();
    Map<TensorNode, TensorNode> replaced = new HashMap<>();
    for (TensorNode node : graph.nodes()) {
      TensorNode base = bases.get(node);
      if (base == null) {
        replaced.put(node, node.withInputs(node.inputs().stream().map(replaced::get).toList()));
      } else if (needed.contains(node)) {
        replaced.put(node, merged(node, base, replaced.get(base)));
      }
    }
    return new TensorGraph(graph.input(), replaced.get(graph.output()));
  }

  private static TensorNode merged(TensorNode node, TensorNode base, TensorNode operand) {
    boolean single = node.inputs().equals(List.of(base));
    if (single && (isFitted(node) || node.op() instanceof TensorOp.Polynomial)) {
      return node.withInputs(List.of(operand));
    }
    TensorOp op = new TensorOp.Activation(ElementwiseProgram.of(node, base).function());
    return new TensorNode(node.name(), op, operand);
  }

  private static boolean isFitted(TensorNode node) {
    return node.op() instanceof TensorOp.Activation;
  }

  /// Functions whose values are needed by more than larger functions.
  private Set<TensorNode> needed() {
    Set<TensorNode> needed = new HashSet<>(Set.of(graph.output()));
    for (TensorNode node : graph.nodes()) {
      if (!bases.containsKey(node)) {
        needed.addAll(node.inputs());
      }
    }
    return needed;
  }

  /// The node that `node` is a function of, if it is one of a single other node.
  private Optional<TensorNode> base(TensorNode node) {
    if (!isElementwise(node.op())) {
      return Optional.empty();
    }
    TensorNode base = null;
    for (TensorNode operand : node.inputs()) {
      if (operand.constantValue().isPresent()) {
        if (operand.shape().size() != 1) {
          return Optional.empty();
        }
        continue;
      }
      TensorNode of = bases.getOrDefault(operand, operand);
      if (base != null && base != of) {
        return Optional.empty();
      }
      base = of;
    }
    return Optional.ofNullable(base).filter(b -> b.shape().equals(node.shape()));
  }

  private static boolean isElementwise(TensorOp op) {
    return switch (op) {
      case TensorOp.Add _,
          TensorOp.Sub _,
          TensorOp.Mul _,
          TensorOp.Pow _,
          TensorOp.Activation _,
          TensorOp.Elementwise _ ->
          true;
      case TensorOp.Polynomial p -> p.polynomial().isUniform();
      case TensorOp.Input _,
          TensorOp.Constant _,
          TensorOp.Conv _,
          TensorOp.Gemm _,
          TensorOp.MatMul _,
          TensorOp.BatchNorm _,
          TensorOp.AveragePool _,
          TensorOp.Pad _,
          TensorOp.Reshape _,
          TensorOp.Select _,
          TensorOp.Chebyshev _ ->
          false;
    };
  }
}
