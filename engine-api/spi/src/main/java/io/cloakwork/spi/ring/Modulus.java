package io.cloakwork.spi.ring;

import java.math.BigInteger;

/// A prime modulus q with 2 < q < 2^61, and exact arithmetic on canonical residues in [0, q).
///
/// Products use Barrett reduction with a precomputed floor(2^2k / q), k the bit length of q
/// (Handbook of Applied Cryptography, algorithm 14.42). Meant for tables and reference code.
public final class Modulus {

  /// Moduli are below 2^61 so that four residues can be summed in a signed word.
  public static final int MAX_BITS = 61;

  /// Moduli below 2^50 can be multiplied exactly with double-precision FMA (the fast lane).
  public static final int FAST_LANE_BITS = 50;

  private final long value;
  private final int bits;
  private final long barrett;

  private Modulus(long value) {
    this.value = value;
    this.bits = Long.SIZE - Long.numberOfLeadingZeros(value);
    this.barrett =
        BigInteger.ONE.shiftLeft(2 * bits).divide(BigInteger.valueOf(value)).longValueExact();
  }

  /// Returns the modulus `value`.
  ///
  /// @throws IllegalArgumentException if `value` is not a prime in (2, 2^61)
  public static Modulus of(long value) {
    if (value <= 2 || value >= 1L << MAX_BITS) {
      throw new IllegalArgumentException("modulus " + value + " is not in (2, 2^61)");
    }
    if (!Primes.isPrime(value)) {
      throw new IllegalArgumentException("modulus " + value + " is not prime");
    }
    return new Modulus(value);
  }

  public long value() {
    return value;
  }

  /// The bit length of q.
  public int bits() {
    return bits;
  }

  /// Whether q < 2^50, so that double-precision FMA products are exact.
  public boolean isFastLane() {
    return bits <= FAST_LANE_BITS;
  }

  /// Whether q ≡ 1 mod 2N, so that a negacyclic NTT of length N = 2^logN exists.
  public boolean supportsNtt(int logN) {
    return (value - 1) % (2L << logN) == 0;
  }

  /// Reduces any signed word into [0, q).
  public long reduce(long x) {
    return Math.floorMod(x, value);
  }

  /// Reduces a non-negative or negative integer of any size into [0, q).
  public long reduce(BigInteger x) {
    return x.mod(BigInteger.valueOf(value)).longValueExact();
  }

  /// a + b for a, b in [0, q).
  public long add(long a, long b) {
    long sum = a + b;
    return sum >= value ? sum - value : sum;
  }

  /// a − b for a, b in [0, q).
  public long subtract(long a, long b) {
    long difference = a - b;
    return difference < 0 ? difference + value : difference;
  }

  /// −a for a in [0, q).
  public long negate(long a) {
    return a == 0 ? 0 : value - a;
  }

  /// a·b for a, b in [0, q).
  public long multiply(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    // top = floor(a·b / 2^(k−1)) < 2^(k+1) ≤ 2^62
    long top = (high << (65 - bits)) | (low >>> (bits - 1));
    long quotientHigh = Math.multiplyHigh(top, barrett);
    long quotientLow = top * barrett;
    long quotient = (quotientHigh << (63 - bits)) | (quotientLow >>> (bits + 1));
    // The quotient is at most two too small, so the remainder is in [0, 3q) and fits in a word.
    long remainder = low - quotient * value;
    if (remainder >= value) {
      remainder -= value;
    }
    return remainder >= value ? remainder - value : remainder;
  }

  /// base^exponent for base in [0, q) and exponent ≥ 0.
  public long power(long base, long exponent) {
    if (exponent < 0) {
      throw new IllegalArgumentException("exponent " + exponent + " is negative");
    }
    long result = 1;
    long square = base;
    for (long e = exponent; e != 0; e >>>= 1) {
      if ((e & 1) != 0) {
        result = multiply(result, square);
      }
      square = multiply(square, square);
    }
    return result;
  }

  /// The inverse of a in [1, q).
  ///
  /// @throws ArithmeticException if a is zero
  public long invert(long a) {
    if (a == 0) {
      throw new ArithmeticException("zero has no inverse modulo " + value);
    }
    return power(a, value - 2);
  }

  /// The residue in [−(q−1)/2, (q−1)/2] of a in [0, q).
  public long centre(long a) {
    return a > value >>> 1 ? a - value : a;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Modulus that && value == that.value;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
