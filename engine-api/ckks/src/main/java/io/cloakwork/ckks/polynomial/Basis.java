package io.cloakwork.ckks.polynomial;

/// What the coefficients of a polynomial multiply.
public enum Basis {
  /// 1, x, x², …: for small degrees, or coefficients given that way.
  POWER,
  /// T_0, T_1, T_2, …, the Chebyshev polynomials of the first kind: bounded by 1 on \[−1, 1\], so
  /// the coefficients of a fit are no larger than the function. The basis of choice above degree 5.
  CHEBYSHEV;

  /// Whether b_i·b_j is more than b_{i+j}: 2·T_i·T_j = T_{i+j} + T_{|i−j|}.
  boolean folds() {
    return this == CHEBYSHEV;
  }
}
