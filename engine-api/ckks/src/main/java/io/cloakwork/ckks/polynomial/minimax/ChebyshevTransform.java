package io.cloakwork.ckks.polynomial.minimax;

import java.util.function.DoubleUnaryOperator;

/// Chebyshev coefficients of a polynomial from its values.
final class ChebyshevTransform {

  private ChebyshevTransform() {}

  /// c_0 … c_degree of the polynomial with these values on \[−1, 1\], by its values at the roots of
  /// T_{degree+1}.
  static double[] coefficients(DoubleUnaryOperator polynomial, int degree) {
    int count = degree + 1;
    double[] coefficients = new double[count];
    for (int j = 0; j < count; j++) {
      double angle = Math.PI * (j + 0.5) / count;
      double value = polynomial.applyAsDouble(StrictMath.cos(angle));
      for (int k = 0; k < count; k++) {
        coefficients[k] += (k == 0 ? 1 : 2) * value * StrictMath.cos(k * angle) / count;
      }
    }
    return coefficients;
  }
}
