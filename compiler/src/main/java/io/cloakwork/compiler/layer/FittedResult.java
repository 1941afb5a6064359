package io.cloakwork.compiler.layer;

import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/// The end of a network whose outputs are sums of fitted polynomials, as a logistic regression is.
/// What its outputs do follows from the polynomials: their intervals are known even where samples
/// are made up, and hardly any sample has to come near the steep part of a sigmoid for the next one
/// to do so.
public final class FittedResult {

  private static final int GRID = 4096;

  private final List<Operand> operands = new ArrayList<>();
  private final int outputs;

  /// @param layer the polynomial
  /// @param term what the last layer does with it
  private record Operand(Layer.Chebyshev layer, Layer.Term term) {}

  private FittedResult(int outputs) {
    this.outputs = outputs;
  }

  /// The end of `program`, or empty if its last layer reads anything but fitted polynomials.
  public static Optional<FittedResult> of(LayerProgram program) {
    Layer.Affine last = (Layer.Affine) program.layers().getLast();
    FittedResult result = new FittedResult(last.shape().size());
    for (Layer.Term term : last.terms()) {
      if (term.source() == LayerProgram.INPUT
          || !(program.layers().get(term.source()) instanceof Layer.Chebyshev layer)) {
        return Optional.empty();
      }
      result.operands.add(new Operand(layer, term));
    }
    return Optional.of(result);
  }

  /// How large an output becomes at least: when all polynomials meet the same end, or middle, of
  /// their interval.
  public double reach() {
    double reach = 0;
    for (double part : new double[] {0, 0.5, 1}) {
      double[] sum = new double[outputs];
      for (Operand operand : operands) {
        ChebyshevPolynomial p = operand.layer().polynomial();
        double[] values = new double[operand.layer().shape().size()];
        Arrays.fill(values, p.apply(p.low() + part * (p.high() - p.low())));
        double[] product = operand.term().apply(values);
        Arrays.setAll(sum, i -> sum[i] + product[i]);
      }
      reach = Math.max(reach, Arrays.stream(sum).map(Math::abs).max().orElse(0));
    }
    return reach;
  }

  /// The standard deviation of the noisiest output where every polynomial is as steep as it gets.
  ///
  /// @param noise standard deviation of the noise in what a layer gives, by the layer's index
  public double steepest(IntToDoubleFunction noise) {
    double[] variance = new double[outputs];
    for (Operand operand : operands) {
      double each =
          slope(operand.layer().polynomial()) * noise.applyAsDouble(operand.layer().source());
      operand
          .term()
          .composed()
          .forEach((row, _, weight) -> variance[row] += weight * weight * each * each);
    }
    return Math.sqrt(Arrays.stream(variance).max().orElse(0));
  }

  /// The largest |p'| on the interval.
  private static double slope(ChebyshevPolynomial p) {
    double step = (p.high() - p.low()) / GRID;
    double steepest = 0;
    for (int i = 0; i < GRID; i++) {
      double x = p.low() + i * step;
      steepest = Math.max(steepest, Math.abs(p.apply(x + step) - p.apply(x)) / step);
    }
    return steepest;
  }
}
