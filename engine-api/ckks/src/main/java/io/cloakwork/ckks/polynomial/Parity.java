package io.cloakwork.ckks.polynomial;

/// Which coefficients of a polynomial can be other than zero. T_k has the parity of k, so this is
/// the same in both bases.
public enum Parity {
  /// Any.
  GENERAL,
  /// p(−x) = p(x): those of even index.
  EVEN,
  /// p(−x) = −p(x): those of odd index.
  ODD;

  /// Whether the coefficient of index `k` may be other than zero.
  public boolean allows(int k) {
    return switch (this) {
      case GENERAL -> true;
      case EVEN -> (k & 1) == 0;
      case ODD -> (k & 1) == 1;
    };
  }

  /// Whether every polynomial of parity `other` has this one too.
  public boolean covers(Parity other) {
    return this == GENERAL || this == other;
  }

  /// The parity of the quotient by the basis element of index `m`.
  Parity dividedBy(int m) {
    if ((m & 1) == 0) {
      return this;
    }
    return switch (this) {
      case GENERAL -> GENERAL;
      case EVEN -> ODD;
      case ODD -> EVEN;
    };
  }
}
