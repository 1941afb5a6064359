package io.cloakwork.spi.graph;

/// What the words of a polynomial are: coefficients, or values at the roots of X^N + 1. The domain
/// is a type parameter of [RnsView], so that a transform in the wrong place does not compile.
public sealed interface Domain {

  /// Coefficients a_0 … a_{N−1}.
  enum Coeff implements Domain {
    COEFF
  }

  /// Values in the order of [io.cloakwork.spi.ring.NttTables].
  enum Eval implements Domain {
    EVAL
  }

  Coeff COEFF = Coeff.COEFF;

  Eval EVAL = Eval.EVAL;
}
