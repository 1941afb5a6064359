package io.cloakwork.compiler.activation;

import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Replaces every activation by a polynomial on the interval of its inputs, widened by the margin:
/// by a Chebyshev polynomial, or by a line where the activation is one there (a Relu of positive
/// values).
///
/// Assumes that the range of every activation's inputs is known. Afterwards every node is affine or
/// a polynomial, unless it works on more than one encrypted tensor.
public final class ActivationFitting {

  /// A network with fitted activations.
  ///
  /// @param fits in the network's order
  public record Fitted(TensorGraph graph, List<FittedActivation> fits) {
    public Fitted {
      fits = List.copyOf(fits);
    }
  }

  private final DegreeSelection degrees;
  private final ActivationOptions options;
  private final Map<TensorNode, InputRange> ranges;
  private final List<FittedActivation> fits = new ArrayList<>();

  private ActivationFitting(ActivationOptions options, Map<TensorNode, InputRange> ranges) {
    this.degrees = new DegreeSelection(options);
    this.options = options;
    this.ranges = ranges;
  }

  /// @param ranges of the inputs of every activation of `graph`
  /// @throws io.cloakwork.compiler.CompileException if an activation cannot be fitted
  public static Fitted apply(
      TensorGraph graph, Map<TensorNode, InputRange> ranges, ActivationOptions options) {
    ActivationFitting fitting = new ActivationFitting(options, ranges);
    TensorNode result = result(graph);
    Map<TensorNode, TensorNode> replaced = new HashMap<>();
    for (TensorNode node : graph.nodes()) {
      List<TensorNode> operands = node.inputs().stream().map(replaced::get).toList();
      replaced.put(
          node,
          node.op() instanceof TensorOp.Activation op
              ? fitting.fitted(node, op, operands.getFirst(), node == result)
              : node.withInputs(operands));
    }
    return new Fitted(new TensorGraph(graph.input(), replaced.get(graph.output())), fitting.fits);
  }

  private TensorNode fitted(
      TensorNode node, TensorOp.Activation op, TensorNode operand, boolean isOutput) {
    InputRange inputs = ranges.get(node);
    Interval on = interval(inputs);
    FittedActivation fit = degrees.fit(node, op.function(), inputs, on, isOutput);
    fits.add(fit);
    ChebyshevPolynomial p = fit.polynomial();
    TensorOp polynomial =
        p.degree() > 1 ? new TensorOp.Chebyshev(p) : new TensorOp.Polynomial(line(p));
    return new TensorNode(node.name(), polynomial, operand);
  }

  /// The known range with its margin; a promised one as it is; never empty.
  private Interval interval(InputRange inputs) {
    Interval range = inputs.range();
    Interval wide = options.interval().isPresent() ? range : range.widened(options.margin());
    double least = 1e-3 * Math.max(1, range.maxAbs());
    return wide.high() - wide.low() >= least
        ? wide
        : new Interval(wide.low() - least, wide.high() + least);
  }

  private static ElementwisePolynomial line(ChebyshevPolynomial p) {
    double slope = 2 * p.coefficient(1) / (p.high() - p.low());
    double shift = p.coefficient(0) + p.coefficient(1) * p.normalised(0);
    return ElementwisePolynomial.of(new double[] {shift}, new double[] {slope});
  }

  /// The node whose values are the network's result, perhaps at other places.
  private static TensorNode result(TensorGraph graph) {
    TensorNode node = graph.output();
    while (node.op() instanceof TensorOp.Reshape || node.op() instanceof TensorOp.Select) {
      node = node.input(0);
    }
    return node;
  }
}
