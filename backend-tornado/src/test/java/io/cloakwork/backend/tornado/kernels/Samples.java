package io.cloakwork.backend.tornado.kernels;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.Primes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/// Primes and residues that kernels are tried with: the ends of every range, and between them at
/// random with a seed that is printed.
final class Samples {

  private Samples() {}

  /// The least prime, the primes on either side of 2^16 and 2^30, and the largest below 2^31.
  static List<Modulus> primes() {
    return List.of(
        Modulus.of(3),
        Modulus.of(65_521),
        Modulus.of(65_537),
        Modulus.of((1L << 30) - 35),
        Modulus.of((1L << 30) + 3),
        Modulus.of((1L << 31) - 1));
  }

  /// The two largest primes below 2^31 that have a transform of length 2^logN, and a small one.
  static List<Modulus> transformPrimes(int logN) {
    List<Modulus> large = Primes.largestBelow(Residues.MAX_BITS, logN, 2, Set.of());
    Modulus small = Primes.largestBelow(logN + 8, logN, 1, Set.of()).getFirst();
    return List.of(large.get(0), small, large.get(1));
  }

  static SplittableRandom random(String test) {
    long seed = new SplittableRandom().nextLong();
    System.out.printf("%s: seed %d%n", test, seed);
    return new SplittableRandom(seed);
  }

  /// `count` words in [from, to], the ends and their neighbours among them.
  static long[] words(SplittableRandom random, int count, long from, long to) {
    long[] words = random.longs(count, from, to + 1).toArray();
    long[] edges = {from, from + 1, 0, 1, to - 1, to};
    long[] usable = Arrays.stream(edges).filter(x -> x >= from && x <= to).toArray();
    System.arraycopy(usable, 0, words, 0, Math.min(count, usable.length));
    return words;
  }
}
