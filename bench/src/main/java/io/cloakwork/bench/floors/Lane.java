package io.cloakwork.bench.floors;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.Locale;
import java.util.Set;

/// The arithmetic that a prime is computed with.
public enum Lane {
  /// Primes below 2^50.
  FAST(50),
  /// Larger ones.
  WIDE(60);

  private final int bits;

  Lane(int bits) {
    this.bits = bits;
  }

  public static Lane of(Modulus modulus) {
    return modulus.isFastLane() ? FAST : WIDE;
  }

  /// The largest primes of 50 or 60 bits for a ring.
  public RnsBasis primes(int logN, int count) {
    return new RnsBasis(Primes.largestBelow(bits, logN, count, Set.of()));
  }

  /// The primes, for people.
  public String range() {
    return switch (this) {
      case FAST -> "primes below 2^50";
      case WIDE -> "larger primes";
    };
  }

  /// The name in reports.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
