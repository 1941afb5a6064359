package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;

/// The tables of transforms, as the kernels read them.
public final class Twiddles {

  private Twiddles() {}

  /// Rows of N words that a prime takes: forward powers, then inverse ones.
  public static int rows(Lane lane) {
    return 2 * lane.factorWords();
  }

  /// The table of a prime, `rows(lane)` · N words.
  public static long[] table(Lane lane, int logN, Modulus modulus) {
    NttTables tables = NttTables.of(logN, modulus);
    long[] forward = lane.table(tables.bitReversedPowers(), modulus);
    long[] inverse = lane.table(tables.bitReversedInversePowers(), modulus);
    long[] both = java.util.Arrays.copyOf(forward, 2 * forward.length);
    System.arraycopy(inverse, 0, both, forward.length, inverse.length);
    return both;
  }
}
