package io.cloakwork.spi.ring;

/// Arithmetic modulo any odd n in (2, 2^63), on residues kept as x·2^64 mod n in [0, n)
/// (Montgomery, "Modular multiplication without trial division", Math. Comp. 44, 1985). Unlike
/// [Modulus] it takes composites, which is what a test of primality is about.
final class MontgomeryWord {

  private final long modulus;
  // −n^−1 mod 2^64
  private final long negativeInverse;
  // 2^128 mod n
  private final long radixSquared;

  MontgomeryWord(long modulus) {
    this.modulus = modulus;
    // Newton's iteration doubles the bits that are right; an odd number is its own inverse mod 8.
    long inverse = modulus;
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - modulus * inverse;
    }
    this.negativeInverse = -inverse;
    long power = Long.remainderUnsigned(-modulus, modulus); // 2^64 mod n
    for (int i = 0; i < Long.SIZE; i++) {
      power = reduceOnce(2 * power);
    }
    this.radixSquared = power;
  }

  long modulus() {
    return modulus;
  }

  /// The form of x in [0, 2^63).
  long enter(long x) {
    return multiply(x % modulus, radixSquared);
  }

  /// The product of two residues, all three in that form.
  long multiply(long a, long b) {
    long low = a * b;
    long high = Math.unsignedMultiplyHigh(a, b);
    // The low halves sum to 0 or 2^64: there is a carry unless both are zero.
    long carry = low == 0 ? 0 : 1;
    long quotient = low * negativeInverse;
    return reduceOnce(high + Math.unsignedMultiplyHigh(quotient, modulus) + carry);
  }

  /// base^exponent for exponent > 0.
  long power(long base, long exponent) {
    long result = base;
    for (long bit = Long.highestOneBit(exponent) >>> 1; bit != 0; bit >>>= 1) {
      result = multiply(result, result);
      if ((exponent & bit) != 0) {
        result = multiply(result, base);
      }
    }
    return result;
  }

  /// x in [0, 2n), which may pass 2^63, to [0, n).
  private long reduceOnce(long x) {
    return Long.compareUnsigned(x, modulus) >= 0 ? x - modulus : x;
  }
}
