package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.Modulus;
import java.math.BigInteger;

/// The constants of a prime, as `lane/modulus.h` declares them.
final class ModulusRecord {

  /// Words of a record.
  static final int WORDS = 8;

  private ModulusRecord() {}

  static void write(Modulus modulus, long[] to, int at) {
    long q = modulus.value();
    long radix = modulus.reduce(BigInteger.ONE.shiftLeft(Long.SIZE));
    to[at] = q;
    to[at + 1] = modulus.bits();
    to[at + 2] = barrett(modulus);
    to[at + 3] = Shoup.quotient(1, modulus);
    to[at + 4] = radix;
    to[at + 5] = Shoup.quotient(radix, modulus);
    to[at + 6] = Double.doubleToRawLongBits(q);
    to[at + 7] = Double.doubleToRawLongBits(1.0 / q);
  }

  /// floor(2^2k/q)·2^(63−k): its high product with floor(x/2^(k−1)) is Barrett's quotient.
  private static long barrett(Modulus modulus) {
    int bits = modulus.bits();
    return BigInteger.ONE
        .shiftLeft(2 * bits)
        .divide(BigInteger.valueOf(modulus.value()))
        .shiftLeft(63 - bits)
        .longValue();
  }
}
