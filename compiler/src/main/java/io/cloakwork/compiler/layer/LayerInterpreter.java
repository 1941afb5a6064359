package io.cloakwork.compiler.layer;

import java.util.ArrayList;
import java.util.List;

/// Runs a layer program on clear values.
public final class LayerInterpreter {

  private LayerInterpreter() {}

  public static double[] run(LayerProgram program, double[] input) {
    return trace(program, input).getLast();
  }

  /// The result of each layer.
  public static List<double[]> trace(LayerProgram program, double[] input) {
    List<double[]> results = new ArrayList<>();
    for (Layer layer : program.layers()) {
      List<double[]> operands =
          layer.sources().stream()
              .map(source -> source == LayerProgram.INPUT ? input : results.get(source))
              .toList();
      results.add(apply(layer, operands));
    }
    return results;
  }

  private static double[] apply(Layer layer, List<double[]> operands) {
    double[] x = operands.getFirst();
    return switch (layer) {
      case Layer.Affine affine -> affine(affine, operands);
      case Layer.Polynomial p -> elementwise(x, (v, i) -> p.polynomial().apply(v, i, x.length));
      case Layer.Chebyshev c -> elementwise(x, (v, _) -> c.polynomial().apply(v));
      case Layer.Monic m -> elementwise(x, m.form()::apply);
    };
  }

  private static double[] affine(Layer.Affine layer, List<double[]> operands) {
    double[] sum = new double[layer.shape().size()];
    for (int i = 0; i < operands.size(); i++) {
      double[] term = layer.terms().get(i).apply(operands.get(i));
      for (int row = 0; row < sum.length; row++) {
        sum[row] += term[row];
      }
    }
    return sum;
  }

  private interface ElementFunction {
    double apply(double value, int element);
  }

  private static double[] elementwise(double[] x, ElementFunction function) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = function.apply(x[i], i);
    }
    return y;
  }
}
