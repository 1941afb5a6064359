package io.cloakwork.ckks.record;

import io.cloakwork.ckks.LevelMismatchException;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ScaleMismatchException;
import io.cloakwork.ckks.Scales;
import java.util.List;

/// The rules about levels, scales and sizes; each throws with both values.
final class OperandChecks {

  private final Parameters parameters;

  OperandChecks(Parameters parameters) {
    this.parameters = parameters;
  }

  /// Two operands that are added: same level, scale and size.
  void sameForm(String operation, CipherRef a, CipherRef b) {
    sameLevel(operation, a, b);
    Scales.requireMatch(operation, a.scale(), b.scale());
    if (a.size() != b.size()) {
      throw new OperandMismatchException(
          "%s: operands of %d and %d polynomials".formatted(operation, a.size(), b.size()));
    }
  }

  void sameLevel(String operation, CipherRef a, CipherRef b) {
    if (a.level() != b.level()) {
      throw new LevelMismatchException(
          "%s: operands at levels %d and %d".formatted(operation, a.level(), b.level()));
    }
  }

  void sameScale(String operation, PlainRef a, PlainRef b) {
    Scales.requireMatch(operation, a.scale(), b.scale());
  }

  /// A plaintext that is added.
  ///
  /// @throws ScaleMismatchException if its scale is not the ciphertext's
  void plainSummand(String operation, CipherRef a, PlainRef b) {
    plainLevel(operation, a, b);
    Scales.requireMatch(operation, a.scale(), b.scale());
  }

  /// A plaintext that is multiplied with; the scale of the product.
  double plainFactor(String operation, CipherRef a, PlainRef b) {
    plainLevel(operation, a, b);
    return productScale(operation, a, b.scale());
  }

  /// A diagonal of a linear transform; the scale of the product.
  double extendedFactor(String operation, CipherRef a, PlainRef b) {
    if (!b.extended()) {
      throw new OperandMismatchException(
          "%s: the plaintext lacks the special primes: encode it as extended".formatted(operation));
    }
    return plainFactor(operation, a, b);
  }

  private static void plainLevel(String operation, CipherRef a, PlainRef b) {
    if (b.level() < a.level()) {
      throw new LevelMismatchException(
          "%s: a ciphertext at level %d and a plaintext at level %d"
              .formatted(operation, a.level(), b.level()));
    }
  }

  double productScale(String operation, CipherRef a, double factorScale) {
    Scales.requireValid(factorScale);
    double scale = a.scale() * factorScale;
    parameters.requireScaleFits(operation, a.level(), scale);
    return scale;
  }

  /// An operand of two polynomials.
  void linear(String operation, CipherRef a) {
    size(operation, a, 2, "relinearize it first");
  }

  /// An operand of three polynomials.
  void quadratic(String operation, CipherRef a) {
    size(operation, a, 3, "it is linear already");
  }

  private static void size(String operation, CipherRef a, int expected, String advice) {
    if (a.size() != expected) {
      throw new OperandMismatchException(
          "%s: an operand of %d polynomials, not %d: %s"
              .formatted(operation, a.size(), expected, advice));
    }
  }

  /// A vector of `length` ciphertexts of two or three polynomials; how many a ciphertext has.
  int vector(String operation, CipherRef x, int length) {
    if (x.size() != 2L * length && x.size() != 3L * length) {
      throw new OperandMismatchException(
          "%s: an operand of %d polynomials is not a vector of %d ciphertexts"
              .formatted(operation, x.size(), length));
    }
    return x.size() / length;
  }

  void notEmpty(String operation, List<?> operands) {
    if (operands.isEmpty()) {
      throw new OperandMismatchException(operation + " of no operands");
    }
  }

  void pairs(String operation, List<?> a, List<?> b) {
    notEmpty(operation, a);
    if (a.size() != b.size()) {
      throw new OperandMismatchException(
          "%s: %d ciphertexts and %d plaintexts".formatted(operation, a.size(), b.size()));
    }
  }

  /// Rescaling needs a prime to drop.
  void rescalable(String operation, CipherRef a) {
    if (a.level() == 0) {
      throw new LevelMismatchException(operation + ": level 0 has no prime to drop");
    }
  }
}
