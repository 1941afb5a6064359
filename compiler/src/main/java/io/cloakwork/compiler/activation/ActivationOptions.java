package io.cloakwork.compiler.activation;

import io.cloakwork.ckks.polynomial.minimax.MinimaxFit;
import io.cloakwork.compiler.CompileException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// What a caller may choose about activations that are not polynomials and must be fitted.
///
/// @param degree of every fitted activation; chosen by tolerance if empty
/// @param tolerance the error that a fit may have, as [FittedActivation#relativeError()]; if empty
///   [#HIDDEN_TOLERANCE] inside the network and [#OUTPUT_TOLERANCE] for an activation whose value
///   is the network's result
/// @param maxDegree the highest degree that a tolerance may lead to
/// @param margin how many times wider than the known range of its inputs a fit's interval is
/// @param interval a promise about the inputs of every activation, instead of any known range
/// @param ranges known ranges of activation inputs
public record ActivationOptions(
    OptionalInt degree,
    OptionalDouble tolerance,
    int maxDegree,
    double margin,
    Optional<Interval> interval,
    Optional<ModelRanges> ranges) {

  /// The default tolerance where later layers average errors out.
  public static final double HIDDEN_TOLERANCE = 0.15;

  /// The default tolerance where the error is the result's.
  public static final double OUTPUT_TOLERANCE = 1e-3;

  /// The highest degree that may be asked for: 8 levels.
  public static final int HIGHEST_DEGREE = MinimaxFit.MAX_DEGREE;

  public ActivationOptions {
    if (degree.isPresent() && (degree.getAsInt() < 1 || degree.getAsInt() > HIGHEST_DEGREE)
        || maxDegree < 1
        || maxDegree > HIGHEST_DEGREE) {
      throw new CompileException(
          "activation degrees must be in [1, %d], not %s with at most %d"
              .formatted(
                  HIGHEST_DEGREE,
                  degree.isPresent() ? String.valueOf(degree.getAsInt()) : "chosen",
                  maxDegree));
    }
    if (tolerance.isPresent() && !(tolerance.getAsDouble() > 0)
        || !(margin >= 1 && margin <= 100)) {
      throw new CompileException(
          "an activation tolerance of %s must be positive and a margin of %s in [1, 100]"
              .formatted(tolerance, margin));
    }
  }

  /// Degrees chosen by tolerance up to 255; intervals 1.1 times as wide as the known ranges.
  public static ActivationOptions defaults() {
    return new ActivationOptions(
        OptionalInt.empty(), OptionalDouble.empty(), 255, 1.1, Optional.empty(), Optional.empty());
  }

  public ActivationOptions withDegree(int ofAll) {
    return new ActivationOptions(
        OptionalInt.of(ofAll), tolerance, maxDegree, margin, interval, ranges);
  }

  public ActivationOptions withTolerance(double relative) {
    return new ActivationOptions(
        degree, OptionalDouble.of(relative), maxDegree, margin, interval, ranges);
  }

  public ActivationOptions withMaxDegree(int highest) {
    return new ActivationOptions(degree, tolerance, highest, margin, interval, ranges);
  }

  public ActivationOptions withMargin(double factor) {
    return new ActivationOptions(degree, tolerance, maxDegree, factor, interval, ranges);
  }

  public ActivationOptions withInterval(Interval ofAll) {
    return new ActivationOptions(degree, tolerance, maxDegree, margin, Optional.of(ofAll), ranges);
  }

  public ActivationOptions withRanges(ModelRanges known) {
    return new ActivationOptions(
        degree, tolerance, maxDegree, margin, interval, Optional.of(known));
  }
}
