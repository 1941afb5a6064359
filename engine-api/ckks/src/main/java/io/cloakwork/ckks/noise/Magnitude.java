package io.cloakwork.ckks.noise;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.encoding.SlotVector;

/// How large the values of a slot vector are: products scale noise by it.
///
/// Sums and products are formed as if the operands had mean zero and nothing to do with each other;
/// whoever knows better, from calibration or interval arithmetic, says so by
/// [NoiseEstimate#withMessage].
///
/// @param rms the root of the mean of |value|² over the slots that matter
/// @param max a bound on |value| in every slot
public record Magnitude(double rms, double max) {

  /// Zeros.
  public static final Magnitude ZERO = new Magnitude(0, 0);

  // Both numbers are often computed from the same values in different ways.
  private static final double ROUNDING = 1e-9;

  public Magnitude {
    if (!(rms >= 0 && rms <= max * (1 + ROUNDING) && Double.isFinite(max))) {
      throw new OperandMismatchException(
          "an rms of %s and a largest value of %s are no magnitude".formatted(rms, max));
    }
  }

  /// Values uniform in [−bound, bound].
  public static Magnitude uniform(double bound) {
    return new Magnitude(bound / StrictMath.sqrt(3), bound);
  }

  /// Every slot has absolute value |value|.
  public static Magnitude constant(double value) {
    return new Magnitude(Math.abs(value), Math.abs(value));
  }

  /// What these values are.
  public static Magnitude of(SlotVector values) {
    double sum = 0;
    double max = 0;
    for (int i = 0; i < values.length(); i++) {
      double square = values.re(i) * values.re(i) + values.im(i) * values.im(i);
      sum += square;
      max = Math.max(max, square);
    }
    return new Magnitude(Math.sqrt(sum / Math.max(1, values.length())), Math.sqrt(max));
  }

  /// Of a sum of unrelated values.
  public Magnitude plus(Magnitude other) {
    return new Magnitude(Math.hypot(rms, other.rms), max + other.max);
  }

  /// Of a slot-wise product of unrelated values.
  public Magnitude times(Magnitude other) {
    return new Magnitude(rms * other.rms, max * other.max);
  }

  /// Of `factor` times the values.
  public Magnitude times(double factor) {
    return times(constant(factor));
  }

  double meanSquare() {
    return rms * rms;
  }
}
