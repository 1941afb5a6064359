package io.cloakwork.ckks;

import java.util.OptionalInt;

/// The largest log2(Q·P) at 128 bits of classical security for uniform ternary secrets and an error
/// of standard deviation at least 3.19.
///
/// Sources: Bossuat et al., "Security Guidelines for Implementing Homomorphic Encryption", ePrint
/// 2024/463; Albrecht et al., "Homomorphic Encryption Standard", 2018, table 1.
public final class SecurityTable {

  /// What the tables are for.
  public static final int SECURITY_BITS = 128;

  /// The tables are in whole bits, but primes nearest to 2^40 lie on both sides of it: a product
  /// may pass the sum of its nominal bits by this much.
  static final double ROUNDING_BITS = 0.001;

  private SecurityTable() {}

  /// The largest log2(Q·P) in whole bits, or empty if the policy's table has no such ring degree or
  /// the policy makes no claim.
  public static OptionalInt maxLogQP(SecurityPolicy policy, int logN) {
    int bits =
        switch (policy) {
          case GUIDELINES_2024 -> guidelines2024(logN);
          case STANDARD_2018 -> standard2018(logN);
          case INSECURE_FOR_TESTING -> 0;
        };
    return bits == 0 ? OptionalInt.empty() : OptionalInt.of(bits);
  }

  private static int guidelines2024(int logN) {
    return switch (logN) {
      case 12 -> 106;
      case 13 -> 214;
      case 14 -> 430;
      case 15 -> 868;
      case 16 -> 1747;
      case 17 -> 3523;
      default -> 0;
    };
  }

  private static int standard2018(int logN) {
    return switch (logN) {
      case 12 -> 109;
      case 13 -> 218;
      case 14 -> 438;
      case 15 -> 881;
      default -> 0;
    };
  }

  /// Checks log2(Q·P) against the policy's table.
  ///
  /// @throws InvalidParametersException if it is too large, or the table does not know the ring
  static void require(SecurityPolicy policy, int logN, double logQP) {
    if (policy == SecurityPolicy.INSECURE_FOR_TESTING) {
      return;
    }
    OptionalInt max = maxLogQP(policy, logN);
    if (max.isEmpty()) {
      throw new InvalidParametersException(
          "the table of %s has no ring of degree 2^%d".formatted(policy, logN));
    }
    if (logQP > max.getAsInt() + ROUNDING_BITS) {
      throw new InvalidParametersException(
          "log QP = %.2f is more than the %d bits that are %d-bit secure at degree 2^%d after %s"
              .formatted(logQP, max.getAsInt(), SECURITY_BITS, logN, policy));
    }
  }
}
