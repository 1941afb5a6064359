package io.cloakwork.conformance.cases;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The primes that cases work with, found once.
final class TestPrimes {

  private static final int SENTINEL_BITS = 30;
  private static final int SENTINELS = 2;
  // Enough for twelve limbs of one width beside the sentinels.
  private static final int FOUND_OF_EACH = 16;

  private record Key(int bits, int logN) {}

  private static final Map<Key, List<Modulus>> FOUND = new ConcurrentHashMap<>();

  private TestPrimes() {}

  /// Distinct primes of these bit lengths for degree 2^logN: the largest of each.
  static RnsBasis basis(int logN, int... bits) {
    return disjointFrom(logN, Set.of(), bits);
  }

  /// Like [#basis], none of `taken`.
  static RnsBasis disjointFrom(int logN, RnsBasis taken, int... bits) {
    return disjointFrom(logN, new HashSet<>(taken.moduli()), bits);
  }

  private static RnsBasis disjointFrom(int logN, Set<Modulus> taken, int... bits) {
    Map<Integer, Integer> next = new HashMap<>();
    List<Modulus> chosen = new ArrayList<>(bits.length);
    for (int width : bits) {
      // The first primes of the sentinels' width are the sentinels'.
      int index = next.getOrDefault(width, width == SENTINEL_BITS ? SENTINELS : 0);
      while (taken.contains(found(width, logN).get(index))) {
        index++;
      }
      chosen.add(found(width, logN).get(index));
      next.put(width, index + 1);
    }
    return new RnsBasis(chosen);
  }

  /// Two primes that no other basis here contains, for limbs around what a case looks at.
  static List<Modulus> sentinels(int logN) {
    return found(SENTINEL_BITS, logN).subList(0, SENTINELS);
  }

  private static List<Modulus> found(int bits, int logN) {
    return FOUND.computeIfAbsent(
        new Key(bits, logN),
        key -> Primes.largestBelow(key.bits(), key.logN(), FOUND_OF_EACH, Set.of()));
  }
}
