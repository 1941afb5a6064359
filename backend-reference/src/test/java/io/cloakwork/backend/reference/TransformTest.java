package io.cloakwork.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.ring.BitReversal;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;
import io.cloakwork.spi.ring.Primes;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The transform against what it means: evaluation at odd powers of ψ, and products modulo X^N + 1.
class TransformTest {

  private static Modulus prime(int bits, int logN) {
    return Primes.largestBelow(bits, logN, 1, Set.of()).getFirst();
  }

  @ParameterizedTest
  @CsvSource({"4, 20", "4, 61", "6, 30", "7, 50", "8, 60"})
  void valueAtPositionIsThePolynomialAtAnOddPowerOfTheRoot(int logN, int bits) {
    Modulus q = prime(bits, logN);
    long[] a = randomRow(q, 1 << logN, new Random(17L * logN + bits));
    long[] transformed = a.clone();
    new Transform(logN, q).forward(transformed);

    long root = NttTables.of(logN, q).root();
    for (int i = 0; i < a.length; i++) {
      long point = q.power(root, 2L * BitReversal.of(i, logN) + 1);
      assertThat(transformed[i]).as("position %d", i).isEqualTo(evaluate(q, a, point));
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 17", "5, 30", "8, 50", "9, 61"})
  void pointwiseProductIsTheNegacyclicProduct(int logN, int bits) {
    Modulus q = prime(bits, logN);
    Random random = new Random(31L * logN + bits);
    long[] a = randomRow(q, 1 << logN, random);
    long[] b = randomRow(q, 1 << logN, random);

    Transform transform = new Transform(logN, q);
    long[] product = new long[a.length];
    long[] aValues = a.clone();
    long[] bValues = b.clone();
    transform.forward(aValues);
    transform.forward(bValues);
    for (int i = 0; i < product.length; i++) {
      product[i] = q.multiply(aValues[i], bValues[i]);
    }
    transform.inverse(product);

    assertThat(product).isEqualTo(schoolbook(q, a, b));
  }

  @ParameterizedTest
  @CsvSource({"4, 61", "12, 50", "14, 30"})
  void inverseUndoesForward(int logN, int bits) {
    Modulus q = prime(bits, logN);
    long[] a = randomRow(q, 1 << logN, new Random(logN));
    a[0] = q.value() - 1;
    a[1] = 0;
    long[] row = a.clone();
    Transform transform = new Transform(logN, q);
    transform.forward(row);
    assertThat(row).isNotEqualTo(a);
    transform.inverse(row);
    assertThat(row).isEqualTo(a);
  }

  private static long evaluate(Modulus q, long[] a, long point) {
    long value = 0;
    for (int i = a.length - 1; i >= 0; i--) {
      value = q.add(q.multiply(value, point), a[i]);
    }
    return value;
  }

  private static long[] schoolbook(Modulus q, long[] a, long[] b) {
    int n = a.length;
    long[] product = new long[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        long term = q.multiply(a[i], b[j]);
        int target = (i + j) % n;
        product[target] =
            i + j < n ? q.add(product[target], term) : q.subtract(product[target], term);
      }
    }
    return product;
  }

  private static long[] randomRow(Modulus q, int n, Random random) {
    return random.longs(n, 0, q.value()).toArray();
  }
}
