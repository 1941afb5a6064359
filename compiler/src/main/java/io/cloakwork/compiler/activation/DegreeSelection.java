package io.cloakwork.compiler.activation;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.UnaryFunction;

/// Chooses the polynomial of an activation. Degree d costs ⌈log₂(d + 1)⌉ levels, so only the
/// degrees 2ᵏ − 1 are worth their levels; the least one that meets the tolerance is taken. Inside a
/// network errors count by how likely they are, at its output by the largest of them. Rare inputs
/// may be wrong by no more than twice the tolerance, because what is rare among all values may be
/// common among those of one image.
final class DegreeSelection {

  /// Points at which errors are measured.
  private static final int GRID = 4096;

  /// A relative error beyond which a polynomial has little in common with the function.
  private static final double HOPELESS = 0.5;

  private final ActivationOptions options;

  DegreeSelection(ActivationOptions options) {
    this.options = options;
  }

  /// @param on the interval of the fit
  /// @param isOutput whether the network's result is the activation's value
  /// @throws CompileException if the function is not finite on the interval, or no polynomial comes
  ///   close to it
  FittedActivation fit(
      TensorNode node, UnaryFunction function, InputRange inputs, Interval on, boolean isOutput) {
    requireFinite(node, function, inputs, on);
    Distribution distribution =
        inputs
            .distribution()
            .orElse(Distribution.assumed(on))
            .atLeast((on.high() - on.low()) / GRID);
    PolynomialFitter fitter = isOutput ? new MinimaxFitter() : new WeightedFit(distribution);
    double tolerance = tolerance(isOutput);
    FittedActivation best = null;
    for (int degree = firstDegree(); degree <= lastDegree(); degree = 2 * degree + 1) {
      ChebyshevPolynomial polynomial = fit(node, fitter, function, on, degree);
      Errors errors = errors(function, polynomial, on, distribution);
      double relative = isOutput ? errors.worst() : Math.max(errors.typical(), errors.worst() / 2);
      best =
          new FittedActivation(
              node.name(), function, inputs, polynomial, relative, errors.largest());
      if (relative <= tolerance) {
        break;
      }
    }
    if (options.degree().isEmpty() && !(best.relativeError() <= HOPELESS)) {
      throw new CompileException(
          "%s cannot be a polynomial on %s: degree %d is wrong by up to %.2g; narrow its range or use a smoother activation"
              .formatted(node.describe(), on, best.polynomial().degree(), best.maxError()));
    }
    return best;
  }

  private static ChebyshevPolynomial fit(
      TensorNode node, PolynomialFitter fitter, UnaryFunction function, Interval on, int degree) {
    try {
      return fitter.fit(function, on, degree);
    } catch (OperandMismatchException e) {
      throw new CompileException(
          "%s cannot be fitted on %s: %s".formatted(node.describe(), on, e.getMessage()), e);
    }
  }

  private static void requireFinite(
      TensorNode node, UnaryFunction function, InputRange inputs, Interval on) {
    for (int i = 0; i <= GRID; i++) {
      double x = on.low() + (on.high() - on.low()) * i / GRID;
      if (!Double.isFinite(function.apply(x))) {
        throw new CompileException(
            "%s is not finite at %.4g, which is in the interval %s of its inputs (%s)"
                .formatted(node.describe(), x, on, inputs.source()));
      }
    }
  }

  double tolerance(boolean isOutput) {
    return options
        .tolerance()
        .orElse(isOutput ? ActivationOptions.OUTPUT_TOLERANCE : ActivationOptions.HIDDEN_TOLERANCE);
  }

  private int firstDegree() {
    return options.degree().orElse(1);
  }

  private int lastDegree() {
    return options.degree().orElse(options.maxDegree());
  }

  /// @param largest error anywhere
  /// @param worst the same, relative to the function's largest absolute value
  /// @param typical root mean square over the distribution, relative to the deviation of the
  ///   function's values
  private record Errors(double largest, double worst, double typical) {}

  private static Errors errors(
      UnaryFunction function, ChebyshevPolynomial polynomial, Interval on, Distribution inputs) {
    double largest = 0;
    double scale = Double.MIN_NORMAL;
    double total = 0;
    double squares = 0;
    double mean = 0;
    double moment = 0;
    for (int i = 0; i <= GRID; i++) {
      double x = on.low() + (on.high() - on.low()) * i / GRID;
      double value = function.apply(x);
      double error = Math.abs(polynomial.apply(x) - value);
      largest = Math.max(largest, error);
      scale = Math.max(scale, Math.abs(value));
      double weight = inputs.density(x);
      total += weight;
      squares += weight * error * error;
      mean += weight * value;
      moment += weight * value * value;
    }
    double variance = (moment - mean * mean / total) / total;
    // A function that is constant where its inputs are has no deviation to compare with.
    double deviation = Math.sqrt(Math.max(variance, 1e-6 * scale * scale));
    return new Errors(largest, largest / scale, Math.sqrt(squares / total) / deviation);
  }
}
