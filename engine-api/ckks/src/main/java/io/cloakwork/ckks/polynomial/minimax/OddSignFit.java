package io.cloakwork.ckks.polynomial.minimax;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.polynomial.Basis;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/// The odd polynomial of a degree with the least largest error to the sign on \[−1, −ε\] ∪ \[ε,
/// 1\].
///
/// @param epsilon ε, in (0, 1)
/// @param polynomial in the Chebyshev basis, of x itself
/// @param error the largest error there, measured with these coefficients
/// @param bound a lower bound to the error of any odd polynomial of the degree
public record OddSignFit(double epsilon, SlotPolynomial polynomial, double error, double bound) {

  private static final double ROUNDING = 0x1p-40;

  /// Fits with x·r(x²), r of degree m = (degree − 1)/2: r(t) is closest to 1/√t on \[ε², 1\] with
  /// the weight √t.
  ///
  /// @param degree odd, in \[1, 127\]
  /// @throws OperandMismatchException if it is not, or ε is not in (0, 1), or the error would be
  ///   far below rounding
  public static OddSignFit of(double epsilon, int degree) {
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new OperandMismatchException("epsilon %s is not in (0, 1)".formatted(epsilon));
    }
    if (degree < 1 || degree > 127 || (degree & 1) == 0) {
      throw new OperandMismatchException(
          "a sign fit of degree %d: it must be odd, in [1, 127]".formatted(degree));
    }
    return ifExact(epsilon, degree)
        .orElseThrow(() ->
            new OperandMismatchException(
                "a sign fit of degree %d for epsilon %s is beyond double precision: take a smaller degree"
                    .formatted(degree, epsilon)));
  }

  /// The fit, unless its error would be far below rounding; the arguments are good.
  static Optional<OddSignFit> ifExact(double epsilon, int degree) {
    double low = epsilon * epsilon;
    Remez.Result result =
        Remez.solve(t -> 1 / StrictMath.sqrt(t), StrictMath::sqrt, low, 1, (degree - 1) / 2);
    double[] coefficients =
        ChebyshevTransform.coefficients(x -> x * result.polynomial().at(x * x), degree);
    for (int k = 0; k <= degree; k += 2) {
      coefficients[k] = 0;
    }
    if (!Arrays.stream(coefficients).allMatch(Double::isFinite)) {
      return Optional.empty();
    }
    SlotPolynomial polynomial = SlotPolynomial.uniform(Basis.CHEBYSHEV, coefficients);
    DoubleUnaryOperator error = x -> 1 - polynomial.evaluate(x);
    double[] reference = result.polynomial().nodes();
    for (int j = 0; j < reference.length; j++) {
      reference[j] = Math.clamp(StrictMath.sqrt(reference[j]), epsilon, 1);
    }
    double worst = Remez.worst(error, reference, epsilon, 1);
    if (!(worst <= 2 * result.levelled() + ROUNDING)) {
      return Optional.empty();
    }
    return Optional.of(new OddSignFit(epsilon, polynomial, worst, result.levelled()));
  }

  public int degree() {
    return polynomial.degree();
  }
}
