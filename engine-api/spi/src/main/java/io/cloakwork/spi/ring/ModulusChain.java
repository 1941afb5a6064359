package io.cloakwork.spi.ring;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The primes of a parameter set: `chainQ` = q_0 … q_L, consumed from the end by rescaling, and
/// `specialP`, the primes that key switching multiplies by.
///
/// @param logN log2 of the ring degree, in [4, 17]
/// @param chainQ q_0 … q_L; the level counts limbs − 1, downwards from L
/// @param specialP the special primes, disjoint from chainQ
public record ModulusChain(int logN, RnsBasis chainQ, RnsBasis specialP) {

  public static final int MIN_LOG_N = 4;
  public static final int MAX_LOG_N = 17;

  public ModulusChain {
    if (logN < MIN_LOG_N || logN > MAX_LOG_N) {
      throw new IllegalArgumentException(
          "logN " + logN + " is not in [" + MIN_LOG_N + ", " + MAX_LOG_N + "]");
    }
    for (Modulus modulus : chainQ.concat(specialP).moduli()) {
      if (!modulus.supportsNtt(logN)) {
        throw new IllegalArgumentException(
            "prime " + modulus + " of the chain is not 1 mod 2^" + (logN + 1));
      }
    }
  }

  /// Finds a chain: `qBits[0]` is taken as the largest prime below its power of two (it bounds the
  /// final values), the later ones nearest to theirs (they divide scales), the special primes as
  /// the largest below theirs. Deterministic.
  public static ModulusChain search(int logN, int[] qBits, int[] pBits) {
    Set<Modulus> used = new HashSet<>();
    Modulus[] q = new Modulus[qBits.length];
    Modulus[] p = new Modulus[pBits.length];
    for (int i = 0; i < pBits.length; i++) {
      p[i] = take(Primes.largestBelow(pBits[i], logN, 1, used), used);
    }
    for (int i = 0; i < qBits.length; i++) {
      boolean below = i == 0 || qBits[i] == Modulus.FAST_LANE_BITS || qBits[i] == Modulus.MAX_BITS;
      q[i] =
          take(
              below
                  ? Primes.largestBelow(qBits[i], logN, 1, used)
                  : Primes.nearestTo(qBits[i], logN, 1, used),
              used);
    }
    return new ModulusChain(logN, RnsBasis.of(q), RnsBasis.of(p));
  }

  private static Modulus take(List<Modulus> found, Set<Modulus> used) {
    used.add(found.getFirst());
    return found.getFirst();
  }

  /// N.
  public int degree() {
    return 1 << logN;
  }

  /// L, the highest level.
  public int maxLevel() {
    return chainQ.size() - 1;
  }

  /// q_0 … q_level.
  ///
  /// @throws IllegalArgumentException if level is not in [0, L]
  public RnsBasis atLevel(int level) {
    if (level < 0 || level > maxLevel()) {
      throw new IllegalArgumentException("level " + level + " is not in [0, " + maxLevel() + "]");
    }
    return chainQ.range(0, level + 1);
  }

  /// q_0 … q_level followed by the special primes: the basis of key switching at that level.
  public RnsBasis extendedAtLevel(int level) {
    return atLevel(level).concat(specialP);
  }

  /// log2 of Q·P, what the security estimate is about.
  public double logQP() {
    return chainQ.log2() + specialP.log2();
  }
}
