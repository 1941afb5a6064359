package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.Primes;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.Set;

/// Canonical words in and out of rows, for tests. Rows lie between sentinel words.
final class RowFixture {

  static final int MARGIN = 8;
  private static final double FAST_SENTINEL = 12345.0;
  private static final long WIDE_SENTINEL = 67890;

  private final long[] staging = new long[LimbKernels.STAGING_WORDS];
  private final int degree;

  RowFixture(int degree) {
    this.degree = degree;
  }

  static Modulus prime(int bits, int logN) {
    return Primes.largestBelow(bits, logN, 1, Set.of()).getFirst();
  }

  /// Random words, with 0, 1, q − 1 and the two halves among the first.
  long[] words(Random random, Modulus modulus) {
    long q = modulus.value();
    long[] words = random.longs(degree, 0, q).toArray();
    long[] special = {0, 1, q - 1, q / 2, q / 2 + 1};
    System.arraycopy(special, 0, words, 0, special.length);
    return words;
  }

  /// Words that make sums as large as possible in balanced form.
  long[] extremeWords(Random random, Modulus modulus) {
    long half = modulus.value() / 2;
    return random.ints(degree, 0, 2).mapToLong(bit -> half + bit).toArray();
  }

  Rows row() {
    Rows rows = Rows.allocate(degree + 2 * MARGIN, degree + 2 * MARGIN);
    java.util.Arrays.fill(rows.fast(), FAST_SENTINEL);
    java.util.Arrays.fill(rows.wide(), WIDE_SENTINEL);
    return rows;
  }

  Rows load(LimbKernels kernels, Domain domain, long[] words) {
    Rows rows = row();
    loadInto(kernels, domain, words, rows);
    return rows;
  }

  void loadInto(LimbKernels kernels, Domain domain, long[] words, Rows rows) {
    kernels.load(MemorySegment.ofArray(words), 0, domain, rows, MARGIN, staging);
  }

  long[] store(LimbKernels kernels, Domain domain, Rows rows) {
    checkSentinels(rows);
    long[] words = new long[degree];
    kernels.store(rows, MARGIN, domain, MemorySegment.ofArray(words), 0, staging);
    return words;
  }

  /// Digits are canonical in both lanes: their words as they are.
  long[] digits(LimbKernels kernels, Rows rows) {
    long[] words = new long[degree];
    for (int i = 0; i < degree; i++) {
      double fast = rows.fast()[MARGIN + i];
      words[i] = kernels.isFastLane() ? (long) fast : rows.wide()[MARGIN + i];
      if (words[i] < 0 || words[i] >= kernels.modulus().value()) {
        throw new AssertionError("digit %d is %d".formatted(i, words[i]));
      }
    }
    return words;
  }

  void checkSentinels(Rows rows) {
    for (int i = 0; i < MARGIN; i++) {
      int after = MARGIN + degree + i;
      if (rows.fast()[i] != FAST_SENTINEL
          || rows.fast()[after] != FAST_SENTINEL
          || rows.wide()[i] != WIDE_SENTINEL
          || rows.wide()[after] != WIDE_SENTINEL) {
        throw new AssertionError("a kernel wrote outside its row, near word " + i);
      }
    }
  }
}
