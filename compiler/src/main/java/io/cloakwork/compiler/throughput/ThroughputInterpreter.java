package io.cloakwork.compiler.throughput;

import io.cloakwork.compiler.CompiledProgram;
import io.cloakwork.spi.graph.ScalarMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Runs a throughput program on the clear values of one input, with the rounded weights that
/// ciphertexts meet.
public final class ThroughputInterpreter {

  /// What ciphertexts do to values.
  @FunctionalInterface
  interface Disturbance {
    /// Changes the values that a stage made; stage [CompiledProgram#INPUT] is the input.
    void disturb(int stage, double[] values);

    /// Evaluates a polynomial.
    default double[] evaluate(ThroughputStage.Chebyshev stage, double[] x) {
      return Arrays.stream(x).map(stage.polynomial()::apply).toArray();
    }
  }

  private ThroughputInterpreter() {}

  public static double[] run(ThroughputProgram program, double[] input) {
    return trace(program, input, (_, _) -> {}).getLast();
  }

  /// The result of each stage.
  static List<double[]> trace(ThroughputProgram program, double[] input, Disturbance noise) {
    double[] x = input.clone();
    noise.disturb(CompiledProgram.INPUT, x);
    List<double[]> results = new ArrayList<>();
    for (ThroughputStage stage : program.stages()) {
      double[] y = apply(stage, x, results, noise);
      noise.disturb(results.size(), y);
      results.add(y);
    }
    return results;
  }

  private static double[] apply(
      ThroughputStage stage, double[] input, List<double[]> results, Disturbance noise) {
    int operand = stage.operands().getFirst();
    double[] x = operand == CompiledProgram.INPUT ? input : results.get(operand);
    return switch (stage) {
      case ThroughputStage.Linear linear -> linear(linear, input, results);
      case ThroughputStage.Square _ -> Arrays.stream(x).map(v -> v * v).toArray();
      case ThroughputStage.Chebyshev chebyshev -> noise.evaluate(chebyshev, x);
      case ThroughputStage.Rescale _ -> x.clone();
    };
  }

  private static double[] linear(
      ThroughputStage.Linear stage, double[] input, List<double[]> results) {
    double[] y = stage.bias().clone();
    for (ThroughputStage.Term term : stage.terms()) {
      double[] x = term.operand() == CompiledProgram.INPUT ? input : results.get(term.operand());
      ScalarMatrix w = term.weights();
      for (int row = 0; row < y.length; row++) {
        double sum = 0;
        for (int e = w.rowStart(row); e < w.rowStart(row + 1); e++) {
          sum += w.weight(e) * x[w.column(e)];
        }
        y[row] += sum / term.weightScale();
      }
    }
    return y;
  }
}
