package io.cloakwork.ckks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The named parameter sets: 128 bits after the 2024 guidelines, every prime in the fast lane, and
/// all of the room that the ring has where that buys a level.
///
/// A *P* set is one that results are reported for, with the scale 2^40. The others trade precision
/// for levels or speed: *F* sets are small and fast, *D* sets are deep for their ring at a scale of
/// 2^32 to 2^35, *H* sets have a scale of 2^45. With a scale of 2^Δ, errors of a fresh ciphertext
/// are some 2^(11 − Δ) at N = 2^13 and twice that at every doubling of N.
public final class Presets {

  private static final int GENERATOR = 5;
  private static final List<String> REPORTED = List.of("P1", "P2", "P3", "P4", "P5");

  private Presets() {}

  /// The names of the sets that results are reported for, smallest ring first.
  public static List<String> names() {
    return REPORTED;
  }

  /// All names: those that results are reported for, then the others by kind and ring.
  public static List<String> allNames() {
    List<String> all = new ArrayList<>(REPORTED);
    all.addAll(List.of("F12", "F13", "D14", "D15", "D15-FAST", "D16", "H15", "H16"));
    return Collections.unmodifiableList(all);
  }

  /// The preset of that name. {a, b×n} are the bits of q_0 and of the n levels' primes.
  ///
  /// - P1: N = 2^13, {50, 40×2}, one special prime of 50 bits, 3 digits
  /// - P2: N = 2^14, {50, 40×7}, two of 50, 4 digits
  /// - P3: N = 2^15, {50, 40×18}, two of 49, 10 digits
  /// - P4: N = 2^16, {50, 40×30}, ten of 49, 3 digits
  /// - P5: N = 2^16, {50, 40×33}, eight of 47, 4 digits
  /// - F12: N = 2^12, {38, 29}, one of 39, 2 digits: one product, a dozen bits
  /// - F13: N = 2^13, {42, 32×4}, one of 43, 5 digits: four products on small ciphertexts
  /// - D14: N = 2^14, {42, 32×9}, two of 38, 5 digits
  /// - D15: N = 2^15, {45, 35×21}, two of 41, 11 digits: the most levels
  /// - D15-FAST: N = 2^15, {45, 35×18}, four of 38, 5 digits: fewer levels, key switching with half
  ///   the digits
  /// - D16: N = 2^16, {45, 35×41}, six of 43, 6 digits
  /// - H15: N = 2^15, {50, 45×16}, two of 48, 9 digits
  /// - H16: N = 2^16, {50, 45×29}, eight of 47, 4 digits
  ///
  /// @throws InvalidParametersException if there is no such preset
  public static ParametersLiteral named(String name) {
    return switch (name) {
      case "P1" -> preset(13, new Chain(50, 40, 2), 1, 50, 3);
      case "P2" -> preset(14, new Chain(50, 40, 7), 2, 50, 4);
      case "P3" -> preset(15, new Chain(50, 40, 18), 2, 49, 10);
      case "P4" -> preset(16, new Chain(50, 40, 30), 10, 49, 3);
      case "P5" -> preset(16, new Chain(50, 40, 33), 8, 47, 4);
      case "F12" -> preset(12, new Chain(38, 29, 1), 1, 39, 2);
      case "F13" -> preset(13, new Chain(42, 32, 4), 1, 43, 5);
      case "D14" -> preset(14, new Chain(42, 32, 9), 2, 38, 5);
      case "D15" -> preset(15, new Chain(45, 35, 21), 2, 41, 11);
      case "D15-FAST" -> preset(15, new Chain(45, 35, 18), 4, 38, 5);
      case "D16" -> preset(16, new Chain(45, 35, 41), 6, 43, 6);
      case "H15" -> preset(15, new Chain(50, 45, 16), 2, 48, 9);
      case "H16" -> preset(16, new Chain(50, 45, 29), 8, 47, 4);
      default ->
          throw new InvalidParametersException(
              "there is no preset '%s'; there are %s".formatted(name, allNames()));
    };
  }

  /// @param firstBits bits of q_0
  /// @param logScale bits of every other prime, and of the scale
  /// @param levels how many of those
  private record Chain(int firstBits, int logScale, int levels) {

    List<Integer> bits() {
      List<Integer> bits = new ArrayList<>(List.of(firstBits));
      bits.addAll(Collections.nCopies(levels, logScale));
      return bits;
    }
  }

  private static ParametersLiteral preset(
      int logN, Chain chain, int specialPrimes, int specialBits, int digitCount) {
    return new ParametersLiteral(
        logN,
        chain.bits(),
        Collections.nCopies(specialPrimes, specialBits),
        chain.logScale(),
        digitCount,
        GENERATOR,
        SecurityPolicy.GUIDELINES_2024);
  }
}
