package io.cloakwork.conformance.scheme;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.spi.ring.Modulus;
import java.util.List;

/// Kinds of parameters that take different paths through key switching and through the lanes of a
/// backend.
enum SchemeSet {
  /// One prime a digit and one special prime: Microsoft SEAL's layout, fast lane.
  SINGLE("single-prime-digits"),
  /// Two primes a digit, the last digit partly filled, two special primes.
  PAIRED("two-prime-digits"),
  /// Primes of 60 and 61 bits: the general lane, where a scale of 2^40 leaves room.
  WIDE("wide-primes");

  private static final int LOG_SCALE = 40;
  private static final int GENERATOR = 5;

  private final String label;

  SchemeSet(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  Parameters parameters(int logN) {
    return switch (this) {
      case SINGLE -> parameters(logN, List.of(50, 40, 40, 40), List.of(50), 4);
      case PAIRED -> parameters(logN, List.of(50, 40, 40, 40, 40), List.of(50, 50), 3);
      case WIDE -> parameters(logN, List.of(61, 60, 60), List.of(61, 61), 2);
    };
  }

  private static Parameters parameters(
      int logN, List<Integer> qBits, List<Integer> pBits, int digitCount) {
    return new ParametersLiteral(
            logN,
            qBits,
            pBits,
            LOG_SCALE,
            digitCount,
            GENERATOR,
            SecurityPolicy.INSECURE_FOR_TESTING)
        .validate();
  }

  /// The widest prime, in bits.
  int widest(int logN) {
    Parameters parameters = parameters(logN);
    return parameters.chain().extendedAtLevel(parameters.maxLevel()).moduli().stream()
        .mapToInt(Modulus::bits)
        .max()
        .orElseThrow();
  }
}
