package io.cloakwork.spi.trace;

/// Numbers of a file as ints.
final class Numbers {

  private Numbers() {}

  /// @throws TraceException if it is negative or beyond an int
  static int toInt(String what, long number) {
    if (number < 0 || number > Integer.MAX_VALUE) {
      throw new TraceException("%s is %d, not in [0, 2^31)".formatted(what, number));
    }
    return (int) number;
  }
}
