package io.cloakwork.compiler.packing;

/// Rounding to powers of two.
final class PowersOfTwo {

  private PowersOfTwo() {}

  /// The least power of two that is at least `value`; value in [1, 2^30].
  static int atLeast(int value) {
    return value <= 1 ? 1 : Integer.highestOneBit(value - 1) << 1;
  }
}
