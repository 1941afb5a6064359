package io.cloakwork.ckks.polynomial.minimax;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.polynomial.PolynomialPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// 1/x on an interval of positive numbers: a polynomial of least relative error τ, then iterations
/// that square it (Goldschmidt, 1964): with e = 1 − x·y, y·(1 + e)·(1 + e²)·(1 + e⁴)… .
///
/// @param initial y, the fit of 1/x
/// @param plan how it is evaluated
/// @param iterations how many factors
public record CompositeInverse(MinimaxFit initial, PolynomialPlan plan, int iterations) {

  private static final int MAX_DEGREE = 63;
  private static final int MAX_ITERATIONS = 6;

  /// The least depth, and among those the fewest relinearisations, with at most that relative error
  /// on \[low, high\].
  ///
  /// @param low positive
  /// @throws OperandMismatchException if the interval or the error make no sense, or no polynomial
  ///   of degree up to 63 with six iterations is enough
  public static CompositeInverse of(double low, double high, double relativeError) {
    if (!(low > 0 && high > low) || Double.isInfinite(high)) {
      throw new OperandMismatchException(
          "[%s, %s] is not an interval of positive numbers".formatted(low, high));
    }
    if (!(relativeError > 0 && relativeError < 1)) {
      throw new OperandMismatchException(
          "relative error %s is not in (0, 1)".formatted(relativeError));
    }
    Map<Integer, MinimaxFit> fits = new HashMap<>();
    IntFunction<MinimaxFit> fit =
        degree ->
            fits.computeIfAbsent(degree, d -> MinimaxFit.fitRelative(x -> 1 / x, low, high, d));
    CompositeInverse best = null;
    for (int iterations = 0; iterations <= MAX_ITERATIONS; iterations++) {
      CompositeInverse candidate = smallest(fit, relativeError, iterations);
      if (candidate != null && (best == null || candidate.isBetterThan(best))) {
        best = candidate;
      }
    }
    if (best == null) {
      throw new OperandMismatchException(
          "no inverse on [%s, %s] with relative error %s: degree %d and %d iterations are not enough"
              .formatted(low, high, relativeError, MAX_DEGREE, MAX_ITERATIONS));
    }
    return best;
  }

  /// The smallest degree that is enough, by bisection: the error falls with the degree.
  private static CompositeInverse smallest(
      IntFunction<MinimaxFit> fits, double relativeError, int iterations) {
    int tooSmall = 0;
    int enough = MAX_DEGREE + 1;
    MinimaxFit found = null;
    while (enough - tooSmall > 1) {
      int degree = (tooSmall + enough) / 2;
      MinimaxFit fit = fits.apply(degree);
      if (fit.degree() > 0 && errorAfter(fit, iterations) <= relativeError) {
        enough = degree;
        found = fit;
      } else {
        tooSmall = degree;
      }
    }
    return found == null
        ? null
        : new CompositeInverse(found, PolynomialPlan.of(found.polynomial()), iterations);
  }

  private static double errorAfter(MinimaxFit fit, int iterations) {
    return StrictMath.pow(fit.error(), 1 << iterations);
  }

  private boolean isBetterThan(CompositeInverse other) {
    return depth() != other.depth()
        ? depth() < other.depth()
        : relinearizations() < other.relinearizations();
  }

  /// The lower end of the interval.
  public double low() {
    return initial.low();
  }

  /// The upper end of the interval.
  public double high() {
    return initial.high();
  }

  /// The largest |1 − x·result| on the interval.
  public double relativeError() {
    return errorAfter(initial, iterations);
  }

  /// Levels from the argument to the inverse: one to bring the interval to \[−1, 1\], those of the
  /// polynomial, one for e, and one an iteration.
  public int depth() {
    return 1 + plan.depth() + (iterations == 0 ? 0 : 1 + iterations);
  }

  /// Relinearisations, each with a rescale.
  public int relinearizations() {
    return plan.relinearizations() + (iterations == 0 ? 0 : 2 * iterations);
  }

  /// The value at `x`.
  public double evaluate(double x) {
    double y = initial.evaluate(x);
    double e = 1 - x * y;
    for (int i = 0; i < iterations; i++) {
      y += y * e;
      e *= e;
    }
    return y;
  }
}
