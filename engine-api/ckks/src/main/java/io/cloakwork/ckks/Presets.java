package io.cloakwork.ckks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The named parameter sets that results are reported for: scale 2^40, 128 bits after the 2024
/// guidelines.
public final class Presets {

  private static final int LOG_SCALE = 40;
  private static final int FIRST_PRIME_BITS = 50;

  private Presets() {}

  /// The names, smallest ring first.
  public static List<String> names() {
    return List.of("P1", "P2", "P3", "P4", "P5");
  }

  /// The preset of that name.
  ///
  /// - P1: N = 2^13, {50, 40×2}, one special prime of 50 bits, 3 digits
  /// - P2: N = 2^14, {50, 40×7}, two of 50, 4 digits
  /// - P3: N = 2^15, {50, 40×18}, two of 49, 10 digits
  /// - P4: N = 2^16, {50, 40×30}, ten of 49, 3 digits
  /// - P5: N = 2^16, {50, 40×33}, eight of 47, 4 digits
  ///
  /// @throws InvalidParametersException if there is no such preset
  public static ParametersLiteral named(String name) {
    return switch (name) {
      case "P1" -> preset(13, 2, 1, 50, 3);
      case "P2" -> preset(14, 7, 2, 50, 4);
      case "P3" -> preset(15, 18, 2, 49, 10);
      case "P4" -> preset(16, 30, 10, 49, 3);
      case "P5" -> preset(16, 33, 8, 47, 4);
      default ->
          throw new InvalidParametersException(
              "there is no preset '%s'; there are %s".formatted(name, names()));
    };
  }

  private static ParametersLiteral preset(
      int logN, int scalePrimes, int specialPrimes, int specialBits, int digitCount) {
    List<Integer> qBits = new ArrayList<>();
    qBits.add(FIRST_PRIME_BITS);
    qBits.addAll(Collections.nCopies(scalePrimes, LOG_SCALE));
    return new ParametersLiteral(
        logN,
        qBits,
        Collections.nCopies(specialPrimes, specialBits),
        LOG_SCALE,
        digitCount,
        5,
        SecurityPolicy.GUIDELINES_2024);
  }
}
