package io.cloakwork.backend.tornado.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.ring.Modulus;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/// The element-wise kernels as plain methods, on rows that are neither in order nor all used.
class ElementKernelsTest {

  private static final int LOG_N = 5;
  private static final int N = 1 << LOG_N;
  private static final long UNTOUCHED = -7;

  private final List<Modulus> primes = Samples.primes();
  private final int limbs = primes.size();
  private final SplittableRandom random = Samples.random("ElementKernelsTest");
  private final LongArray moduli = Moduli.table(primes);
  private final LongArray a = new LongArray(limbs * N);
  private final LongArray b = new LongArray(limbs * N);
  private final LongArray c = new LongArray(limbs * N);
  private final LongArray out = new LongArray((limbs + 2) * N);
  private final IntArray rows = rows();

  /// Results in reverse order behind a row that nobody writes; operands rotated by 1, 2 and 3.
  private IntArray rows() {
    int[] table = new int[limbs * Rows.COLUMNS];
    for (int i = 0; i < limbs; i++) {
      table[i * Rows.COLUMNS + Rows.OUT] = limbs - i;
      table[i * Rows.COLUMNS + Rows.A] = (i + 1) % limbs;
      table[i * Rows.COLUMNS + Rows.B] = (i + 2) % limbs;
      table[i * Rows.COLUMNS + Rows.C] = (i + 3) % limbs;
      table[i * Rows.COLUMNS + Rows.ENTRY] = i;
    }
    return IntArray.fromArray(table);
  }

  @BeforeEach
  void fillOperands() {
    fill(a, 1);
    fill(b, 2);
    fill(c, 3);
    for (int k = 0; k < out.getSize(); k++) {
      out.set(k, UNTOUCHED);
    }
  }

  /// Row i + shift gets residues modulo prime i, the largest and the smallest at changing places.
  private void fill(LongArray array, int shift) {
    for (int i = 0; i < limbs; i++) {
      long[] words = Samples.words(random, N, 0, primes.get(i).value() - 1);
      int row = (i + shift) % limbs;
      for (int k = 0; k < N; k++) {
        array.set(row * N + k, words[(k * shift) % N]);
      }
    }
  }

  private interface Expected {
    BigInteger of(BigInteger x, BigInteger y, BigInteger z, int limb);
  }

  private void assertWords(Expected expected) {
    for (int i = 0; i < limbs; i++) {
      for (int k = 0; k < N; k++) {
        BigInteger value =
            expected.of(
                BigInteger.valueOf(a.get((i + 1) % limbs * N + k)),
                BigInteger.valueOf(b.get((i + 2) % limbs * N + k)),
                BigInteger.valueOf(c.get((i + 3) % limbs * N + k)),
                i);
        assertThat(out.get((limbs - i) * N + k))
            .as("limb %d, word %d", i, k)
            .isEqualTo(primes.get(i).reduce(value));
      }
    }
    for (int k = 0; k < N; k++) {
      assertThat(out.get(k)).as("the row before").isEqualTo(UNTOUCHED);
      assertThat(out.get((limbs + 1) * N + k)).as("the row after").isEqualTo(UNTOUCHED);
    }
  }

  private int size() {
    return limbs * N;
  }

  @Test
  void adds() {
    ElementKernels.add(a, b, out, rows, moduli, LOG_N, size());
    assertWords((x, y, _, _) -> x.add(y));
  }

  @Test
  void subtracts() {
    ElementKernels.subtract(a, b, out, rows, moduli, LOG_N, size());
    assertWords((x, y, _, _) -> x.subtract(y));
  }

  @Test
  void negates() {
    ElementKernels.negate(a, out, rows, moduli, LOG_N, size());
    assertWords((x, _, _, _) -> x.negate());
  }

  @Test
  void multiplies() {
    ElementKernels.multiply(a, b, out, rows, moduli, LOG_N, size());
    assertWords((x, y, _, _) -> x.multiply(y));
  }

  @Test
  void multipliesAndAdds() {
    ElementKernels.multiplyAdd(a, b, c, out, rows, moduli, LOG_N, size());
    assertWords((x, y, z, _) -> x.multiply(y).add(z));
  }

  @Test
  void multipliesByScalars() {
    for (int round = 0; round < 4; round++) {
      long[] scalars = new long[limbs];
      long[] factors = new long[limbs * Factors.COLUMNS];
      for (int i = 0; i < limbs; i++) {
        long q = primes.get(i).value();
        scalars[i] = new long[] {0, q - 1, (q + 1) / 2, random.nextLong(q)}[round];
        Factors.put(factors, i, primes.get(i), scalars[i]);
      }
      ElementKernels.multiplyScalar(a, out, rows, LongArray.fromArray(factors), LOG_N, size());
      assertWords((x, _, _, limb) -> x.multiply(BigInteger.valueOf(scalars[limb])));
    }
  }

  @Test
  void copies() {
    ElementKernels.copy(a, out, rows, LOG_N, size());
    assertWords((x, _, _, _) -> x);
  }

  @Test
  void fills() {
    long[] values = primes.stream().mapToLong(q -> q.value() - 1).toArray();
    ElementKernels.fill(out, rows, LongArray.fromArray(values), LOG_N, size());
    assertWords((_, _, _, limb) -> BigInteger.valueOf(values[limb]));
  }
}
