package io.cloakwork.ckks.polynomial;

import io.cloakwork.ckks.OperandMismatchException;

/// All that the cost of a polynomial depends on.
///
/// @param degree at least 1: a constant needs no ciphertext
/// @param parity which coefficients are zero
public record PolynomialShape(int degree, Parity parity) {

  /// The largest degree that plans are made for.
  public static final int MAX_DEGREE = 1023;

  public PolynomialShape {
    if (degree < 1 || degree > MAX_DEGREE) {
      throw new OperandMismatchException(
          "a polynomial of degree %d: it must be in [1, %d]".formatted(degree, MAX_DEGREE));
    }
  }

  /// ⌈log2(degree + 1)⌉: the levels that it takes, products with coefficients included. No
  /// evaluation takes fewer.
  public int depth() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(degree);
  }

  /// Whether a polynomial of that shape can be evaluated by a plan for this one.
  boolean covers(PolynomialShape other) {
    return other.degree <= degree && parity.covers(other.parity);
  }
}
