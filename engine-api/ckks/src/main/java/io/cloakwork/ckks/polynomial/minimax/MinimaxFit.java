package io.cloakwork.ckks.polynomial.minimax;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.polynomial.Basis;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import java.util.function.DoubleUnaryOperator;

/// The polynomial of a degree with the least largest error to a continuous function on an interval;
/// kinks, as of |x| and ReLU, only make the error larger. The error takes its largest value with
/// alternating signs at degree + 2 points at least, and conversely (Chebyshev).
///
/// @param low the lower end of the interval
/// @param high the upper end
/// @param polynomial in the Chebyshev basis, of u = (2x − low − high) / (high − low)
/// @param error the largest error, measured with these coefficients
/// @param bound a lower bound to the error of any polynomial of the degree; equal to `error` but
///   for rounding
public record MinimaxFit(
    double low, double high, SlotPolynomial polynomial, double error, double bound) {

  /// The largest degree that is fitted.
  public static final int MAX_DEGREE = 255;

  /// Fits `function` on \[low, high\].
  ///
  /// @param degree in \[0, 255\]
  /// @throws OperandMismatchException if the interval is empty, the degree is out of range, or the
  ///   function is not finite somewhere in the interval
  public static MinimaxFit fit(DoubleUnaryOperator function, double low, double high, int degree) {
    return fit(function, _ -> 1, low, high, degree);
  }

  /// Fits with the least relative error; `function` has no zero in the interval.
  public static MinimaxFit fitRelative(
      DoubleUnaryOperator function, double low, double high, int degree) {
    return fit(function, x -> 1 / Math.abs(function.applyAsDouble(x)), low, high, degree);
  }

  private static MinimaxFit fit(
      DoubleUnaryOperator function,
      DoubleUnaryOperator weight,
      double low,
      double high,
      int degree) {
    if (!(low < high) || Double.isInfinite(high - low)) {
      throw new OperandMismatchException("[%s, %s] is not an interval".formatted(low, high));
    }
    if (degree < 0 || degree > MAX_DEGREE) {
      throw new OperandMismatchException(
          "a fit of degree %d: it must be in [0, %d]".formatted(degree, MAX_DEGREE));
    }
    DoubleUnaryOperator finite = x -> requireFinite(function.applyAsDouble(x), x);
    Remez.Result result = Remez.solve(finite, weight, low, high, degree);
    double middle = (low + high) / 2;
    double half = (high - low) / 2;
    double[] coefficients =
        ChebyshevTransform.coefficients(u -> result.polynomial().at(middle + half * u), degree);
    SlotPolynomial polynomial = SlotPolynomial.uniform(Basis.CHEBYSHEV, coefficients);
    DoubleUnaryOperator error =
        x ->
            weight.applyAsDouble(x)
                * (function.applyAsDouble(x) - polynomial.evaluate((x - middle) / half));
    double worst = Remez.worst(error, result.polynomial().nodes(), low, high);
    return new MinimaxFit(low, high, polynomial, worst, result.levelled());
  }

  private static double requireFinite(double value, double x) {
    if (!Double.isFinite(value)) {
      throw new OperandMismatchException(
          "the function is %s at %s: a fit needs finite values".formatted(value, x));
    }
    return value;
  }

  public int degree() {
    return polynomial.degree();
  }

  /// u of `x`: in \[−1, 1\] for x in the interval.
  public double normalised(double x) {
    return (2 * x - low - high) / (high - low);
  }

  /// The polynomial at `x`.
  public double evaluate(double x) {
    return polynomial.evaluate(normalised(x));
  }
}
