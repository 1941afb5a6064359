package io.cloakwork.compiler.activation;

import java.util.Locale;

/// A rough idea of where values lie: as a normal distribution would have them.
///
/// @param mean of the values
/// @param deviation standard deviation, not negative
public record Distribution(double mean, double deviation) {

  /// How many deviations wide an interval is taken to be of which nothing else is known.
  private static final double WIDTH = 8;

  public Distribution {
    if (!Double.isFinite(mean) || !(deviation >= 0) || Double.isInfinite(deviation)) {
      throw new IllegalArgumentException(
          "mean %s and deviation %s are not a distribution".formatted(mean, deviation));
    }
  }

  /// What is assumed of values of which only the interval is known: that they crowd around zero, or
  /// around the end that is closer to it.
  static Distribution assumed(Interval on) {
    double mean = Math.clamp(0, on.low(), on.high());
    return new Distribution(mean, (on.high() - on.low()) / WIDTH);
  }

  /// The density at `x`, relative to that at the mean.
  double density(double x) {
    double away = (x - mean) / deviation;
    return Math.exp(-away * away / 2);
  }

  /// The same distribution, at least `deviation` wide.
  Distribution atLeast(double least) {
    return deviation >= least ? this : new Distribution(mean, least);
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3g ± %.3g", mean, deviation);
  }
}
