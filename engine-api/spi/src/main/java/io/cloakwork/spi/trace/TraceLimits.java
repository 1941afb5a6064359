package io.cloakwork.spi.trace;

/// Upper bounds on what a reader accepts, so that a short file cannot take the machine's memory or
/// time. Nothing is allocated for a number in the file before it is known to be within them.
///
/// @param maxFileBytes longest file
/// @param maxMessages most messages and texts in it
/// @param maxNumbers most numbers in it
/// @param maxRows most rows (of N words) of all buffers and of all values of the graphs together;
///   twice as many may be named by all commands together, counted each time
public record TraceLimits(long maxFileBytes, long maxMessages, long maxNumbers, long maxRows) {

  public TraceLimits {
    if (maxFileBytes < 1 || maxFileBytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a limit of %d bytes is not in [1, 2^31 - 9]".formatted(maxFileBytes));
    }
    if (maxMessages < 1 || maxNumbers < 1 || maxRows < 1) {
      throw new IllegalArgumentException(
          "limits of %d messages, %d numbers and %d rows must be positive"
              .formatted(maxMessages, maxNumbers, maxRows));
    }
  }

  /// 256 MiB, 2^22 messages, 2^25 numbers, 2^26 rows: some gigabytes of memory at worst.
  public static TraceLimits defaults() {
    return new TraceLimits(1L << 28, 1L << 22, 1L << 25, 1L << 26);
  }
}
