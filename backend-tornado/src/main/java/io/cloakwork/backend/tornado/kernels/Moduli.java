package io.cloakwork.backend.tornado.kernels;

import io.cloakwork.spi.ring.Modulus;
import java.math.BigInteger;
import java.util.List;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/// A table of primes and what Barrett's reduction needs, an entry a prime.
public final class Moduli {

  /// q.
  public static final int PRIME = 0;

  /// ⌊2^2k / q⌋.
  public static final int BARRETT = 1;

  /// k, the bits of q.
  public static final int BITS = 2;

  /// The number of columns.
  public static final int COLUMNS = 3;

  private Moduli() {}

  /// The table of `moduli`, in their order.
  public static LongArray table(List<Modulus> moduli) {
    long[] words = new long[moduli.size() * COLUMNS];
    for (int i = 0; i < moduli.size(); i++) {
      Modulus q = moduli.get(i);
      BigInteger power = BigInteger.ONE.shiftLeft(2 * q.bits());
      words[i * COLUMNS + PRIME] = q.value();
      words[i * COLUMNS + BARRETT] = power.divide(BigInteger.valueOf(q.value())).longValueExact();
      words[i * COLUMNS + BITS] = q.bits();
    }
    return LongArray.fromArray(words);
  }
}
