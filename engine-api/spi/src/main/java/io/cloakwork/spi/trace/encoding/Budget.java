package io.cloakwork.spi.trace.encoding;

/// How much a reader may still take from a file, so that a short one cannot fill the memory.
final class Budget {

  private final long maxMessages;
  private final long maxNumbers;
  private long messages;
  private long numbers;

  Budget(long maxMessages, long maxNumbers) {
    this.maxMessages = maxMessages;
    this.maxNumbers = maxNumbers;
  }

  void takeMessage() {
    if (++messages > maxMessages) {
      throw new EncodingException("there are more than %d messages".formatted(maxMessages));
    }
  }

  void takeNumber() {
    if (++numbers > maxNumbers) {
      throw new EncodingException("there are more than %d numbers".formatted(maxNumbers));
    }
  }
}
