package io.cloakwork.spi.trace;

import io.cloakwork.spi.hash.Sha256;

/// Bytes as text: two digits each, lower case, so that equal bytes are equal texts.
final class Hex {

  private Hex() {}

  static void requireHash(String text) {
    require("SHA-256", text, Sha256.BYTES);
  }

  static void require(String what, String text, int bytes) {
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    if (!digits || text.length() != 2 * bytes) {
      throw new TraceException(
          "a %s is '%s', not %d digits of hexadecimal in lower case"
              .formatted(what, Texts.shortened(text), 2 * bytes));
    }
  }
}
