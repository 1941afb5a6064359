package io.cloakwork.compiler.tensor;

/// The error function erf(x) = 2/√π·∫₀ˣ e^(−t²) dt.
public final class ErrorFunction {

  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

  /// From here on the continued fraction is the quicker one to converge.
  private static final double SERIES_END = 2.5;

  /// From here on erf is 1 in double precision.
  private static final double ONE_FROM = 6;

  /// Enough for full precision at [#SERIES_END].
  private static final int FRACTION_TERMS = 60;

  private ErrorFunction() {}

  /// erf(x) with an error of a few units in the last place.
  public static double erf(double x) {
    double a = Math.abs(x);
    if (!(a < ONE_FROM)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    return a < SERIES_END ? series(x) : Math.signum(x) * (1 - complement(a));
  }

  /// 2/√π·e^(−x²)·Σ 2ⁿ·x^(2n+1) / (2n+1)!!, whose terms all have one sign (Abramowitz and Stegun,
  /// Handbook of Mathematical Functions, 7.1.6).
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
  }

  /// 1 − erf(x) = e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))) for x > 0 (7.1.14).
  private static double complement(double x) {
    double fraction = x;
    for (int n = FRACTION_TERMS; n > 0; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
  }
}
