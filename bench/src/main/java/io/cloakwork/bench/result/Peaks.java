package io.cloakwork.bench.result;

/// What the device can do at best with as many threads as the row had.
///
/// @param modularOperationsPerSecond modular multiplications of the kinds that the row has, in the
///   row's proportions: one that is reduced takes longer than a term of a sum
/// @param bytesPerSecond between the device's memory and its processors, both directions together
/// @param source where the two come from: `measured`, the profile's name, or for each kind of
///   operation the program that reached its peak
public record Peaks(double modularOperationsPerSecond, double bytesPerSecond, String source) {

  public Peaks {
    requirePositive("modularOperationsPerSecond", modularOperationsPerSecond);
    requirePositive("bytesPerSecond", bytesPerSecond);
  }

  private static void requirePositive(String what, double value) {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException(what + " is " + value + ", not a positive number");
    }
  }

  /// The intensity, in modular operations a byte, above which arithmetic decides.
  public double ridge() {
    return modularOperationsPerSecond / bytesPerSecond;
  }
}
