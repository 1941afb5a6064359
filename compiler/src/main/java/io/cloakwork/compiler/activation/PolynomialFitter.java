package io.cloakwork.compiler.activation;

import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.UnaryFunction;

/// A way to approximate a function by a polynomial.
@FunctionalInterface
interface PolynomialFitter {

  /// @param function finite on the interval
  /// @param on the interval, of positive width
  /// @param degree at least 1
  /// @return a polynomial of at most this degree in the basis of the interval
  ChebyshevPolynomial fit(UnaryFunction function, Interval on, int degree);
}
