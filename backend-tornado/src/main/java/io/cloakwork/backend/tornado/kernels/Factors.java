package io.cloakwork.backend.tornado.kernels;

import io.cloakwork.spi.ring.Modulus;

/// Factors that are known beforehand, in the form of [Residues#multiplyLazy]: centred, with the
/// Shoup quotient and, in a table of entries, the prime.
public final class Factors {

  /// q.
  public static final int PRIME = 0;

  /// w, centred.
  public static final int FACTOR = 1;

  /// w′, the integer nearest to w·2^32/q.
  public static final int SHOUP = 2;

  /// The number of columns.
  public static final int COLUMNS = 3;

  private Factors() {}

  /// Writes the entry of the factor w in [0, q).
  public static void put(long[] table, int entry, Modulus q, long w) {
    table[entry * COLUMNS + PRIME] = q.value();
    table[entry * COLUMNS + FACTOR] = q.centre(w);
    table[entry * COLUMNS + SHOUP] = shoup(q.centre(w), q);
  }

  /// The Shoup quotient of a centred factor. Twice the numerator stays below 2^63.
  public static long shoup(long centred, Modulus q) {
    return Math.floorDiv((centred << 33) + q.value(), 2 * q.value());
  }
}
