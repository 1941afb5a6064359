package io.cloakwork.compiler;

import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import java.util.function.DoubleUnaryOperator;

/// Interpolation at Chebyshev nodes: enough of a fit for tests of what comes after fitting.
final class ChebyshevFit {

  private ChebyshevFit() {}

  static ChebyshevPolynomial of(DoubleUnaryOperator f, double low, double high, int degree) {
    int nodes = degree + 1;
    double[] coefficients = new double[nodes];
    for (int j = 0; j < nodes; j++) {
      double angle = Math.PI * (j + 0.5) / nodes;
      double x = (Math.cos(angle) * (high - low) + low + high) / 2;
      for (int k = 0; k < nodes; k++) {
        coefficients[k] += f.applyAsDouble(x) * Math.cos(k * angle) * (k == 0 ? 1.0 : 2.0) / nodes;
      }
    }
    return new ChebyshevPolynomial(low, high, coefficients);
  }
}
