package io.cloakwork.compiler.layer;

import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs a layer program on clear values.
public final class LayerInterpreter {

  /// Something that changes the results of layers.
  @FunctionalInterface
  public interface Disturbance {
    /// Changes the values that a layer made; layer [LayerProgram#INPUT] is the input.
    void disturb(int layer, double[] values);
  }

  private LayerInterpreter() {}

  public static double[] run(LayerProgram program, double[] input) {
    return trace(program, input).getLast();
  }

  /// The result of each layer.
  public static List<double[]> trace(LayerProgram program, double[] input) {
    return trace(program, input, (_, _) -> {});
  }

  /// The result of each layer, where what a fitted polynomial meets outside its interval is folded
  /// into it ([io.cloakwork.compiler.tensor.ChebyshevPolynomial#folded]).
  public static List<double[]> foldedTrace(LayerProgram program, double[] input) {
    return trace(program, input, folding(program));
  }

  /// The result of each layer after a disturbance.
  static List<double[]> trace(LayerProgram program, double[] input, Disturbance disturbance) {
    double[] given = input.clone();
    disturbance.disturb(LayerProgram.INPUT, given);
    List<double[]> results = new ArrayList<>();
    for (Layer layer : program.layers()) {
      List<double[]> operands =
          layer.sources().stream()
              .map(source -> source == LayerProgram.INPUT ? given : results.get(source))
              .toList();
      double[] result = apply(layer, operands);
      disturbance.disturb(results.size(), result);
      results.add(result);
    }
    return results;
  }

  /// Folds what fitted polynomials read.
  static Disturbance folding(LayerProgram program) {
    Map<Integer, ChebyshevPolynomial> readers = new HashMap<>();
    for (Layer layer : program.layers()) {
      if (layer instanceof Layer.Chebyshev c) {
        readers.put(c.source(), c.polynomial());
      }
    }
    return (layer, values) -> {
      ChebyshevPolynomial reader = readers.get(layer);
      if (reader != null) {
        Arrays.setAll(values, i -> reader.folded(values[i]));
      }
    };
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
