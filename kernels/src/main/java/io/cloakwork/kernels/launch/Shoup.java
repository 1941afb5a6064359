package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.Modulus;
import java.math.BigInteger;

/// Quotients that make a product by a known factor cheap (Harvey, "Faster arithmetic for
/// number-theoretic transforms", 2014, §2).
final class Shoup {

  private static final BigInteger RADIX = BigInteger.ONE.shiftLeft(Long.SIZE);

  private Shoup() {}

  /// floor(w·2^64/q) for w in \[0, q). With r the remainder, the quotient is (w·2^64 − r)/q: a
  /// division that leaves nothing, so it can be done modulo 2^64, where w·2^64 is zero.
  static long quotient(long w, Modulus modulus) {
    long remainder = modulus.multiply(w, modulus.reduce(RADIX));
    return -remainder * inverse(modulus.value());
  }

  /// q^−1 mod 2^64 for odd q. Newton's iteration doubles the bits that are right; an odd number is
  /// its own inverse mod 8.
  private static long inverse(long q) {
    long inverse = q;
    for (int bits = 3; bits < Long.SIZE; bits *= 2) {
      inverse *= 2 - q * inverse;
    }
    return inverse;
  }
}
