package io.cloakwork.spi.trace;

/// Texts of a file in messages to people.
final class Texts {

  /// Longest name of anything.
  static final int MAX_LENGTH = 4096;

  private static final int SHOWN = 80;
  private static final int MAX_SENTENCE = 400;

  private Texts() {}

  /// @throws TraceException if a text is longer than any name should be
  static String requireShort(String what, String text) {
    if (text.length() > MAX_LENGTH) {
      throw new TraceException(
          "a %s has %d characters, more than %d".formatted(what, text.length(), MAX_LENGTH));
    }
    return text;
  }

  static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  /// A message that may have a name of the file in it.
  static String shortenedSentence(Exception e) {
    String sentence = String.valueOf(e.getMessage());
    return sentence.length() <= MAX_SENTENCE
        ? sentence
        : sentence.substring(0, MAX_SENTENCE) + "...";
  }
}
