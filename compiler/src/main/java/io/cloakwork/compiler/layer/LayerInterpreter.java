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
    double[] x = input;
    for (Layer layer : program.layers()) {
      x = apply(layer, x);
      results.add(x);
    }
    return results;
  }

  private static double[] apply(Layer layer, double[] x) {
    return switch (layer) {
      case Layer.Affine affine ->
          affine.map().apply(affine.pool().map(pool -> pool.matrix().apply(x)).orElse(x));
      case Layer.Polynomial p -> elementwise(x, (v, i) -> p.polynomial().apply(v, i, x.length));
      case Layer.Monic m -> elementwise(x, m.form()::apply);
    };
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
