package io.cloakwork.backend.tornado.kernels;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.Function;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/// The powers of the root of unity that the stages multiply by, centred and with their Shoup
/// quotients: N entries a prime, in the order of [NttTables#bitReversedPowers].
public final class Twiddles {

  /// w, centred.
  public static final int FACTOR = 0;

  /// w′, the integer nearest to w·2^32/q.
  public static final int SHOUP = 1;

  /// The number of columns.
  public static final int COLUMNS = 2;

  private final long[] forward;
  private final long[] inverse;
  private final long[] ends;

  /// The tables of one prime.
  public Twiddles(int logN, Modulus q) {
    NttTables tables = NttTables.of(logN, q);
    long[] inversePowers = tables.bitReversedInversePowers();
    this.forward = withQuotients(tables.bitReversedPowers(), q);
    this.inverse = withQuotients(inversePowers, q);
    this.ends = new long[2 * Factors.COLUMNS];
    Factors.put(ends, 0, q, tables.inverseN());
    // The last stage has one block, so one twiddle.
    Factors.put(ends, 1, q, q.multiply(tables.inverseN(), inversePowers[1]));
  }

  private static long[] withQuotients(long[] powers, Modulus q) {
    long[] table = new long[powers.length * COLUMNS];
    for (int i = 0; i < powers.length; i++) {
      long centred = q.centre(powers[i]);
      table[i * COLUMNS + FACTOR] = centred;
      table[i * COLUMNS + SHOUP] = Factors.shoup(centred, q);
    }
    return table;
  }

  /// The forward twiddles of several primes, one after the other.
  public static LongArray forward(List<Twiddles> primes) {
    return concatenated(primes, twiddles -> twiddles.forward);
  }

  /// The inverse twiddles of several primes, one after the other.
  public static LongArray inverse(List<Twiddles> primes) {
    return concatenated(primes, twiddles -> twiddles.inverse);
  }

  /// The factors of the last inverse stage, two of [Factors] a prime.
  public static LongArray ends(List<Twiddles> primes) {
    return concatenated(primes, twiddles -> twiddles.ends);
  }

  private static LongArray concatenated(List<Twiddles> primes, Function<Twiddles, long[]> table) {
    int words = Math.multiplyExact(primes.size(), table.apply(primes.getFirst()).length);
    LongArray all = new LongArray(words);
    long offset = 0;
    for (Twiddles prime : primes) {
      MemorySegment part = MemorySegment.ofArray(table.apply(prime));
      MemorySegment.copy(part, 0, all.getSegment(), offset, part.byteSize());
      offset += part.byteSize();
    }
    return all;
  }
}
