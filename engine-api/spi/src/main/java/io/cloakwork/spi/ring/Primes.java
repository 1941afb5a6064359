package io.cloakwork.spi.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Primality and the search for NTT-friendly primes q ≡ 1 mod 2N.
public final class Primes {

  // Deterministic for every n < 3.3·10^24: Sorenson and Webster, "Strong pseudoprimes to twelve
  // prime bases", Math. Comp. 86 (2017).
  private static final int[] WITNESSES = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};

  private Primes() {}

  /// Whether `n` is prime; exact for every positive word.
  public static boolean isPrime(long n) {
    if (n < 2) {
      return false;
    }
    for (int p : WITNESSES) {
      if (n % p == 0) {
        return n == p;
      }
    }
    MontgomeryWord ring = new MontgomeryWord(n);
    for (int witness : WITNESSES) {
      if (!passes(ring, witness)) {
        return false;
      }
    }
    return true;
  }

  /// Whether n is a strong probable prime to the base `witness` (Miller and Rabin).
  private static boolean passes(MontgomeryWord ring, int witness) {
    long minusOne = ring.modulus() - 1;
    int shift = Long.numberOfTrailingZeros(minusOne);
    long one = ring.enter(1);
    long negativeOne = ring.modulus() - one;
    long x = ring.power(ring.enter(witness), minusOne >>> shift);
    if (x == one) {
      return true;
    }
    for (int i = 0; i < shift; i++) {
      if (x == negativeOne) {
        return true;
      }
      x = ring.multiply(x, x);
    }
    return false;
  }

  /// The `count` largest primes q < 2^bits with q ≡ 1 mod 2^(logN+1), descending, none in
  /// `excluded`.
  ///
  /// @throws IllegalArgumentException if there are too few of `bits` bits
  public static List<Modulus> largestBelow(int bits, int logN, int count, Set<Modulus> excluded) {
    checkBits(bits, logN);
    List<Modulus> found = new ArrayList<>(count);
    long step = 2L << logN;
    long candidate = (1L << bits) + 1 - step;
    for (; found.size() < count; candidate -= step) {
      if (candidate < 1L << (bits - 1)) {
        throw new IllegalArgumentException(
            "only %d of %d primes of %d bits with q = 1 mod 2^%d exist"
                .formatted(found.size(), count, bits, logN + 1));
      }
      addIfUsable(candidate, excluded, found);
    }
    return List.copyOf(found);
  }

  /// The `count` primes nearest to 2^bits (nearest first, on either side) with q ≡ 1 mod
  /// 2^(logN+1), none in `excluded`. Used for scale primes, so that scales drift little.
  ///
  /// @throws IllegalArgumentException if there are too few within a factor of two
  public static List<Modulus> nearestTo(int bits, int logN, int count, Set<Modulus> excluded) {
    checkBits(bits, logN);
    List<Modulus> found = new ArrayList<>(count);
    long centre = (1L << bits) + 1;
    long step = 2L << logN;
    for (long k = 0; found.size() < count; k++) {
      if (k * step >= 1L << (bits - 1)) {
        throw new IllegalArgumentException(
            "only %d of %d primes near 2^%d with q = 1 mod 2^%d exist"
                .formatted(found.size(), count, bits, logN + 1));
      }
      addIfUsable(centre - k * step, excluded, found);
      if (k > 0 && found.size() < count) {
        addIfUsable(centre + k * step, excluded, found);
      }
    }
    return List.copyOf(found);
  }

  private static void addIfUsable(long candidate, Set<Modulus> excluded, List<Modulus> found) {
    if (candidate < 1L << Modulus.MAX_BITS && isPrime(candidate)) {
      Modulus modulus = Modulus.of(candidate);
      if (!excluded.contains(modulus)) {
        found.add(modulus);
      }
    }
  }

  private static void checkBits(int bits, int logN) {
    if (bits > Modulus.MAX_BITS || bits <= logN + 1) {
      throw new IllegalArgumentException(
          "primes of %d bits with q = 1 mod 2^%d: bits must be in (%d, %d]"
              .formatted(bits, logN + 1, logN + 1, Modulus.MAX_BITS));
    }
  }
}
