package io.cloakwork.ckks.noise;

/// Tails of the normal distribution.
final class Gaussian {

  private static final int TERMS = 40;
  private static final double SERIES_BELOW = 1.5;

  private Gaussian() {}

  /// erfc(x) for x ≥ 0: the probability that |X| > x for a normal X of variance 1/2. Abramowitz and
  /// Stegun, 7.1.5 (series) and 7.1.14 (continued fraction).
  static double erfc(double x) {
    return x < SERIES_BELOW ? 1 - series(x) : fraction(x);
  }

  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; n < TERMS; n++) {
      term *= -x * x / n;
      sum += term / (2 * n + 1);
    }
    return 2 / StrictMath.sqrt(StrictMath.PI) * sum;
  }

  private static double fraction(double x) {
    double denominator = x;
    for (int n = TERMS; n > 0; n--) {
      denominator = x + n / 2.0 / denominator;
    }
    return StrictMath.exp(-x * x) / (StrictMath.sqrt(StrictMath.PI) * denominator);
  }
}
