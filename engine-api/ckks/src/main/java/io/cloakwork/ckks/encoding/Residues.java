package io.cloakwork.ckks.encoding;

import io.cloakwork.spi.ring.Modulus;

/// Doubles without a fraction to residues, exactly, whatever their size.
public final class Residues {

  private static final double LONG_RANGE = 0x1p62;

  private Residues() {}

  /// The residues in [0, q) of integers of absolute value below q.
  public static void ofSmall(double[] integers, Modulus modulus, long[] out, int offset) {
    long q = modulus.value();
    for (int j = 0; j < integers.length; j++) {
      long x = (long) integers[j];
      out[offset + j] = x + ((x >> 63) & q);
    }
  }

  /// The residues in [0, q) of finite integers of any size.
  public static void of(double[] integers, Modulus modulus, long[] out, int offset) {
    for (int j = 0; j < integers.length; j++) {
      out[offset + j] = of(integers[j], modulus);
    }
  }

  /// One residue.
  static long of(double integer, Modulus modulus) {
    if (Math.abs(integer) < LONG_RANGE) {
      return modulus.reduce((long) integer);
    }
    // A double of this size is a 53-bit integer times a power of two.
    int exponent = Math.getExponent(integer) - 52;
    long mantissa = (long) Math.scalb(integer, -exponent);
    return modulus.multiply(modulus.reduce(mantissa), modulus.power(2, exponent));
  }
}
