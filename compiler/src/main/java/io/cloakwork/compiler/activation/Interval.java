package io.cloakwork.compiler.activation;

import java.util.Locale;

/// The real numbers from `low` to `high`, both finite.
public record Interval(double low, double high) {

  public Interval {
    if (!(low <= high) || !Double.isFinite(low) || !Double.isFinite(high)) {
      throw new IllegalArgumentException("[%s, %s] is not an interval".formatted(low, high));
    }
  }

  /// The smallest interval that holds both.
  public Interval union(Interval other) {
    return new Interval(Math.min(low, other.low), Math.max(high, other.high));
  }

  public boolean contains(Interval other) {
    return low <= other.low && other.high <= high;
  }

  /// The interval with the same centre and `factor` times the width.
  public Interval widened(double factor) {
    double more = (factor - 1) * (high - low) / 2;
    return new Interval(low - more, high + more);
  }

  /// The largest absolute value of a member.
  public double maxAbs() {
    return Math.max(Math.abs(low), Math.abs(high));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "[%.4g, %.4g]", low, high);
  }
}
