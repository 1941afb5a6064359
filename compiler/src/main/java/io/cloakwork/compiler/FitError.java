package io.cloakwork.compiler;

import io.cloakwork.compiler.activation.FittedActivation;
import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// What a network's outputs lose by the polynomials that stand for its activations.
final class FitError {

  /// Samples that are compared.
  private static final int SAMPLES = 64;

  private FitError() {}

  /// The largest difference of an output between the imported network and the fitted one, over
  /// those samples that leave no polynomial's interval; where the result itself is fitted, at least
  /// the largest error of its polynomial. Empty if nothing was fitted, or nothing can be compared.
  static OptionalDouble of(TensorGraph model, FrontEnd front, List<double[]> samples) {
    if (front.fits().isEmpty()) {
      return OptionalDouble.empty();
    }
    OptionalDouble error = ofResult(front);
    for (double[] sample : samples.subList(0, Math.min(SAMPLES, samples.size()))) {
      Tensor input = new Tensor(model.input().shape(), sample);
      Map<TensorNode, Tensor> fitted = TensorInterpreter.trace(front.graph(), input);
      if (staysInside(front.graph(), fitted)) {
        double[] exact = TensorInterpreter.run(model, input).toArray();
        double[] actual = fitted.get(front.graph().output()).toArray();
        double difference = Extremes.largestDifference(exact, actual);
        error = OptionalDouble.of(Math.max(error.orElse(0), difference));
      }
    }
    return error;
  }

  private static OptionalDouble ofResult(FrontEnd front) {
    FittedActivation last = front.fits().getLast();
    TensorNode result = front.graph().output();
    while (result.op() instanceof TensorOp.Reshape || result.op() instanceof TensorOp.Select) {
      result = result.input(0);
    }
    return result.name().equals(last.node())
        ? OptionalDouble.of(last.maxError())
        : OptionalDouble.empty();
  }

  private static boolean staysInside(TensorGraph graph, Map<TensorNode, Tensor> values) {
    for (TensorNode node : graph.nodes()) {
      if (node.op() instanceof TensorOp.Chebyshev op) {
        ChebyshevPolynomial p = op.polynomial();
        for (double x : values.get(node.input(0)).toArray()) {
          if (!(x >= p.low() && x <= p.high())) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
