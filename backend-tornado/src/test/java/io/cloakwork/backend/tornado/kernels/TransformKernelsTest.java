package io.cloakwork.backend.tornado.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.ring.BitReversal;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/// The stages as plain methods: the transform by its definition, the ranges between stages, and the
/// way back.
class TransformKernelsTest {

  private final SplittableRandom random = Samples.random("TransformKernelsTest");

  /// Rows of one length modulo three primes, in an array that starts with a row of somebody else.
  private static final class Rig {

    private final int logN;
    private final int n;
    private final List<Modulus> primes;
    private final List<Twiddles> twiddles;
    private final LongArray moduli;
    private final LongArray words;
    private final IntArray rows;
    private final int size;

    Rig(int logN) {
      this.logN = logN;
      this.n = 1 << logN;
      this.primes = Samples.transformPrimes(logN);
      this.twiddles = primes.stream().map(q -> new Twiddles(logN, q)).toList();
      this.moduli = Moduli.table(primes);
      this.words = new LongArray((primes.size() + 1) * n);
      int[] table = new int[primes.size() * Rows.COLUMNS];
      for (int i = 0; i < primes.size(); i++) {
        table[i * Rows.COLUMNS + Rows.OUT] = i + 1;
        table[i * Rows.COLUMNS + Rows.A] = i + 1;
        table[i * Rows.COLUMNS + Rows.ENTRY] = i;
      }
      this.rows = IntArray.fromArray(table);
      this.size = primes.size() * n / 2;
    }

    void set(int limb, long[] row) {
      for (int k = 0; k < n; k++) {
        words.set((limb + 1) * n + k, row[k]);
      }
    }

    long[] get(int limb) {
      return Arrays.copyOfRange(words.toHeapArray(), (limb + 1) * n, (limb + 2) * n);
    }

    void forward() {
      LongArray factors = Twiddles.forward(twiddles);
      for (int half = logN - 1; half > 0; half--) {
        TransformKernels.forward(words, words, rows, factors, moduli, logN, half, size);
        requireWithin(2, half);
      }
      TransformKernels.forwardLast(words, words, rows, factors, moduli, logN, size);
    }

    void inverse() {
      LongArray factors = Twiddles.inverse(twiddles);
      for (int half = 0; half < logN - 1; half++) {
        TransformKernels.inverse(words, words, rows, factors, moduli, logN, half, size);
        requireWithin(1, half);
      }
      LongArray ends = Twiddles.ends(twiddles);
      TransformKernels.inverseLast(words, words, rows, ends, logN, size);
    }

    private void requireWithin(int multiple, int half) {
      for (int limb = 0; limb < primes.size(); limb++) {
        long bound = multiple * primes.get(limb).value();
        assertThat(Arrays.stream(get(limb)).map(Math::abs).max().orElseThrow())
            .as("after the stage of words 2^%d apart, modulo %s", half, primes.get(limb))
            .isLessThanOrEqualTo(bound);
      }
    }

    void requireOthersUntouched() {
      assertThat(Arrays.copyOf(words.toHeapArray(), n)).containsOnly(0);
    }
  }

  /// a(ψ^(2·brv(i)+1)), evaluated.
  private static long[] definition(int logN, Modulus q, long[] a) {
    BigInteger root = BigInteger.valueOf(NttTables.of(logN, q).root());
    BigInteger prime = BigInteger.valueOf(q.value());
    long[] values = new long[a.length];
    for (int i = 0; i < a.length; i++) {
      BigInteger exponent = BigInteger.valueOf(2L * BitReversal.of(i, logN) + 1);
      BigInteger x = root.modPow(exponent, prime);
      BigInteger value = BigInteger.ZERO;
      for (int k = a.length - 1; k >= 0; k--) {
        value = value.multiply(x).add(BigInteger.valueOf(a[k])).mod(prime);
      }
      values[i] = value.longValueExact();
    }
    return values;
  }

  private enum Content {
    RANDOM,
    ZERO,
    LARGEST,
    ALTERNATING
  }

  private long[] row(Content content, Modulus q, int n) {
    long largest = q.value() - 1;
    long[] row = new long[n];
    switch (content) {
      case RANDOM -> row = Samples.words(random, n, 0, largest);
      case ZERO -> {}
      case LARGEST -> Arrays.fill(row, largest);
      case ALTERNATING -> Arrays.setAll(row, k -> k % 2 == 0 ? largest : 0);
    }
    return row;
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5, 8})
  void forwardIsTheDefinition(int logN) {
    Rig rig = new Rig(logN);
    for (Content content : Content.values()) {
      long[][] rows = new long[rig.primes.size()][];
      for (int limb = 0; limb < rows.length; limb++) {
        rows[limb] = row(content, rig.primes.get(limb), rig.n);
        rig.set(limb, rows[limb]);
      }
      rig.forward();
      for (int limb = 0; limb < rows.length; limb++) {
        assertThat(rig.get(limb))
            .as("%s modulo %s", content, rig.primes.get(limb))
            .isEqualTo(definition(logN, rig.primes.get(limb), rows[limb]));
      }
      rig.requireOthersUntouched();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 9, 13})
  void inverseIsTheWayBack(int logN) {
    Rig rig = new Rig(logN);
    for (Content content : Content.values()) {
      long[][] rows = new long[rig.primes.size()][];
      for (int limb = 0; limb < rows.length; limb++) {
        rows[limb] = row(content, rig.primes.get(limb), rig.n);
        rig.set(limb, rows[limb]);
      }
      rig.forward();
      rig.inverse();
      for (int limb = 0; limb < rows.length; limb++) {
        assertThat(rig.get(limb)).as("%s", content).isEqualTo(rows[limb]);
      }
      rig.requireOthersUntouched();
    }
  }

  /// Words that no forward transform of something small gives.
  @Test
  void inverseTakesAnything() {
    Rig rig = new Rig(10);
    for (Content content : Content.values()) {
      long[][] rows = new long[rig.primes.size()][];
      for (int limb = 0; limb < rows.length; limb++) {
        rows[limb] = row(content, rig.primes.get(limb), rig.n);
        rig.set(limb, rows[limb]);
      }
      rig.inverse();
      rig.forward();
      for (int limb = 0; limb < rows.length; limb++) {
        assertThat(rig.get(limb)).as("%s", content).isEqualTo(rows[limb]);
      }
    }
  }
}
