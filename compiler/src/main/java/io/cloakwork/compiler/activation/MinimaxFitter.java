package io.cloakwork.compiler.activation;

import io.cloakwork.ckks.polynomial.minimax.MinimaxFit;
import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.UnaryFunction;

/// The polynomial with the least largest error on the interval.
final class MinimaxFitter implements PolynomialFitter {

  @Override
  public ChebyshevPolynomial fit(UnaryFunction function, Interval on, int degree) {
    MinimaxFit fit = MinimaxFit.fit(function.formula(), on.low(), on.high(), degree);
    double[] coefficients = new double[degree + 1];
    for (int k = 0; k <= fit.degree(); k++) {
      coefficients[k] = fit.polynomial().coefficient(k).re(0);
    }
    return new ChebyshevPolynomial(on.low(), on.high(), coefficients);
  }
}
