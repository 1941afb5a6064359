package io.cloakwork.compiler.activation;

import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.UnaryFunction;

/// The Chebyshev series cut off after the degree, its coefficients from samples at Chebyshev
/// points. Its largest error is within a small factor of the least possible one (Trefethen,
/// Approximation Theory and Approximation Practice, ch. 16).
public final class ChebyshevFit implements PolynomialFitter {

  /// Sample points for each coefficient, against aliasing where functions have corners.
  private static final int OVERSAMPLING = 8;

  @Override
  public ChebyshevPolynomial fit(UnaryFunction function, Interval on, int degree) {
    int points = OVERSAMPLING * (degree + 1);
    double[] coefficients = new double[degree + 1];
    for (int j = 0; j < points; j++) {
      double angle = Math.PI * (j + 0.5) / points;
      double x = (on.low() + on.high() + (on.high() - on.low()) * Math.cos(angle)) / 2;
      double value = function.apply(x);
      for (int k = 0; k <= degree; k++) {
        coefficients[k] += (k == 0 ? 1 : 2) * value * Math.cos(k * angle) / points;
      }
    }
    return new ChebyshevPolynomial(on.low(), on.high(), coefficients);
  }
}
