package io.cloakwork.backend.tornado.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.ring.Modulus;
import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Every function against integers of any size, over the whole of the range that it states.
class ResiduesTest {

  private static final int WORDS = 60;

  private final SplittableRandom random = Samples.random("ResiduesTest");

  private static long mod(BigInteger x, Modulus q) {
    return q.reduce(x);
  }

  private static BigInteger big(long x) {
    return BigInteger.valueOf(x);
  }

  @Test
  void sumsAndDifferencesAreCanonical() {
    for (Modulus q : Samples.primes()) {
      long[] words = Samples.words(random, WORDS, 0, q.value() - 1);
      for (long a : words) {
        for (long b : words) {
          assertThat(Residues.add(a, b, q.value())).isEqualTo((a + b) % q.value());
          assertThat(Residues.subtract(a, b, q.value())).isEqualTo(Math.floorMod(a - b, q.value()));
        }
      }
    }
  }

  @Test
  void productsAreCanonical() {
    for (Modulus q : Samples.primes()) {
      long barrett = BigInteger.ONE.shiftLeft(2 * q.bits()).divide(big(q.value())).longValueExact();
      long[] words = Samples.words(random, WORDS, 0, q.value() - 1);
      for (long a : words) {
        for (long b : words) {
          long c = words[(int) ((a + b) % words.length)];
          assertThat(Residues.multiplyAdd(a, b, c, q.value(), barrett, q.bits()))
              .as("%d * %d + %d mod %s", a, b, c, q)
              .isEqualTo(mod(big(a).multiply(big(b)).add(big(c)), q));
        }
      }
    }
  }

  @Test
  void foldedAndCanonicalResiduesAreWithinTheirBounds() {
    for (Modulus q : Samples.primes()) {
      for (long x : Samples.words(random, WORDS, -2 * q.value(), 2 * q.value())) {
        long folded = Residues.fold(x, q.value());
        assertThat(folded).isBetween(-q.value(), q.value());
        assertThat(q.reduce(folded)).isEqualTo(q.reduce(x));
      }
      for (long x : Samples.words(random, WORDS, 1 - 2 * q.value(), 2 * q.value() - 1)) {
        assertThat(Residues.canonical(x, q.value())).as("%d mod %s", x, q).isEqualTo(q.reduce(x));
      }
    }
  }

  /// The range of the second factor is the butterflies': twice the prime on either side.
  @Test
  void lazyProductsAreWithinTheirBounds() {
    for (Modulus q : Samples.primes()) {
      long half = q.value() / 2;
      for (long w : Samples.words(random, WORDS, -half, half)) {
        long shoup = Factors.shoup(w, q);
        assertThat(shoup).isBetween(-(1L << 31) + 1, (1L << 31) - 1);
        for (long y : Samples.words(random, WORDS, -2 * q.value(), 2 * q.value())) {
          long product = Residues.multiplyLazy(y, w, shoup, q.value());
          assertThat(product).isBetween(1 - q.value(), q.value() - 1);
          assertThat(q.reduce(product))
              .as("%d * %d mod %s", w, y, q)
              .isEqualTo(mod(big(w).multiply(big(y)), q));
        }
      }
    }
  }

  /// What C leaves undefined does not happen: the largest values in every product fit.
  @Test
  void nothingOverflowsAtTheLargestPrime() {
    BigInteger q = big((1L << 31) - 1);
    BigInteger shoup = big((1L << 31) - 1);
    BigInteger lazy = q.shiftLeft(1);
    BigInteger largest = big(Long.MAX_VALUE);
    assertThat(shoup.multiply(lazy).add(big(1L << 31))).isLessThan(largest);
    BigInteger z = q.multiply(q.subtract(BigInteger.ONE));
    BigInteger barrett = BigInteger.ONE.shiftLeft(62).divide(q);
    assertThat(z.shiftRight(30).multiply(barrett)).isLessThan(largest);
    assertThat(q.shiftRight(1).shiftLeft(33).add(q)).isLessThan(largest);
  }
}
