package io.cloakwork.serve.store;

import java.time.Duration;

/// Checks of settings.
final class Limits {

  /// The least that an index needs for its root pages.
  static final long SMALLEST_INDEX = 64 << 10;

  private Limits() {}

  static void require(String setting, long value, long smallest, long largest) {
    if (value < smallest || value > largest) {
      throw new IllegalArgumentException(
          "setting %s is %d, not in [%d, %d]".formatted(setting, value, smallest, largest));
    }
  }

  static void requirePositive(String setting, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(
          "setting %s is %s, which is not positive".formatted(setting, value));
    }
  }
}
