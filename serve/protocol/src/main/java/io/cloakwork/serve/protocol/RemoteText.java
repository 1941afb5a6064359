package io.cloakwork.serve.protocol;

import java.time.Instant;

/// What a service says, made fit to be shown: it may be anybody.
final class RemoteText {

  private static final int LONGEST = 400;

  private RemoteText() {}

  /// At most 400 characters, none of which moves a cursor.
  static String clean(String text) {
    if (text == null) {
      return "";
    }
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
    return cut.strip().replaceAll("\\s+", " ").replaceAll("\\p{C}", "?");
  }

  /// A moment, or the end of time if it is beyond.
  static Instant instant(long unixSeconds) {
    return Instant.ofEpochSecond(
        unixSeconds < 0
            ? Instant.MAX.getEpochSecond()
            : Math.min(unixSeconds, Instant.MAX.getEpochSecond()));
  }
}
