package io.cloakwork.compiler.program;

/// What an interpreter does with values outside the interval that a polynomial was fitted on.
public enum OutOfInterval {
  /// Evaluates the polynomial there, as ciphertexts do.
  KEEP,
  /// Reflects them into the interval: for inputs that are made up, which say nothing about real
  /// ones ([io.cloakwork.compiler.tensor.ChebyshevPolynomial#folded]).
  FOLD
}
