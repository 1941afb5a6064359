package io.cloakwork.spi.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Primality against a sieve and against BigInteger, the searches against brute force.
class PrimesTest {

  private static final int SIEVED = 50_000;

  @Test
  void agreesWithASieve() {
    BitSet composite = new BitSet(SIEVED);
    for (int p = 2; p < SIEVED; p++) {
      for (long multiple = (long) p * p; !composite.get(p) && multiple < SIEVED; multiple += p) {
        composite.set((int) multiple);
      }
      assertThat(Primes.isPrime(p)).as("%d", p).isEqualTo(!composite.get(p));
    }
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        -7,
        0,
        1,
        2047, // strong pseudoprimes to the first bases, up to the first nine
        1373653,
        25326001,
        3215031751L,
        2152302898747L,
        3474749660383L,
        341550071728321L,
        3825123056546413051L
      })
  void pseudoprimesAreNotPrimes(long n) {
    assertThat(Primes.isPrime(n)).isFalse();
  }

  @Test
  void agreesWithBigIntegerOnWideWords() {
    long seed = 2024;
    Random random = new Random(seed);
    int primes = 0;
    for (int i = 0; i < 2_000; i++) {
      long n = random.nextLong(Long.MAX_VALUE) | 1;
      boolean prime = BigInteger.valueOf(n).isProbablePrime(60);
      assertThat(Primes.isPrime(n)).as("%d, seed %d", n, seed).isEqualTo(prime);
      primes += prime ? 1 : 0;
    }
    assertThat(primes).as("the sample has primes in it").isPositive();
  }

  @ParameterizedTest
  @CsvSource({"14, 4", "16, 7", "18, 9"})
  void largestBelowIsBruteForce(int bits, int logN) {
    List<Long> expected = new ArrayList<>();
    for (long q = (1L << bits) - 1; expected.size() < 5; q--) {
      if ((q - 1) % (2L << logN) == 0 && Primes.isPrime(q)) {
        expected.add(q);
      }
    }
    assertThat(Primes.largestBelow(bits, logN, 5, Set.of()))
        .extracting(Modulus::value)
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"14, 4", "16, 7", "18, 9"})
  void nearestIsBruteForce(int bits, int logN) {
    long centre = 1L << bits;
    List<Long> candidates = new ArrayList<>();
    for (long q = centre / 2; q < centre + centre / 2; q++) {
      if ((q - 1) % (2L << logN) == 0 && Primes.isPrime(q)) {
        candidates.add(q);
      }
    }
    candidates.sort(Comparator.comparingLong(q -> Math.abs(q - centre)));
    assertThat(Primes.nearestTo(bits, logN, 4, Set.of()))
        .extracting(Modulus::value)
        .isEqualTo(candidates.subList(0, 4));
  }

  @Test
  void excludedPrimesAreNotFoundAgain() {
    Set<Modulus> first = new HashSet<>(Primes.largestBelow(40, 12, 3, Set.of()));
    assertThat(Primes.largestBelow(40, 12, 3, first)).doesNotContainAnyElementsOf(first);
    Set<Modulus> near = new HashSet<>(Primes.nearestTo(40, 12, 3, Set.of()));
    assertThat(Primes.nearestTo(40, 12, 3, near)).doesNotContainAnyElementsOf(near);
  }

  @Test
  void everyDegreeHasWidePrimes() {
    for (int logN = ModulusChain.MIN_LOG_N; logN <= ModulusChain.MAX_LOG_N; logN++) {
      for (int bits : new int[] {30, 50, 60, 61}) {
        Modulus q = Primes.largestBelow(bits, logN, 1, Set.of()).getFirst();
        assertThat(q.bits()).isEqualTo(bits);
        assertThat(q.supportsNtt(logN)).isTrue();
      }
    }
  }

  @Test
  void tooFewPrimesAreCounted() {
    assertThatThrownBy(() -> Primes.largestBelow(10, 4, 100, Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("only \\d+ of 100 primes of 10 bits with q = 1 mod 2\\^5 exist");
    assertThatThrownBy(() -> Primes.nearestTo(10, 4, 100, Set.of()))
        .hasMessageMatching("only \\d+ of 100 primes near 2\\^10 with q = 1 mod 2\\^5 exist");
  }

  @Test
  void widthsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> Primes.largestBelow(62, 4, 1, Set.of()))
        .hasMessage("primes of 62 bits with q = 1 mod 2^5: bits must be in (5, 61]");
    assertThatThrownBy(() -> Primes.nearestTo(5, 4, 1, Set.of()))
        .hasMessage("primes of 5 bits with q = 1 mod 2^5: bits must be in (5, 61]");
  }
}
