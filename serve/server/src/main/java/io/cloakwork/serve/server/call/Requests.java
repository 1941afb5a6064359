package io.cloakwork.serve.server.call;

import io.cloakwork.serve.store.ContentHash;
import java.util.function.Supplier;

/// Reads fields that clients send.
final class Requests {

  private static final int SHOWN = 80;

  private Requests() {}

  /// A value that `make` checks.
  ///
  /// @throws CallException with the sentence of the check, and the field's name
  static <T> T field(String name, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw CallException.invalid("field '%s': %s", name, e.getMessage());
    }
  }

  /// The name of a key set.
  static ContentHash keySet(String name) {
    return field("key_set", () -> new ContentHash(name));
  }

  /// What a client sent, short and printable enough for a sentence.
  static String shown(String text) {
    String start = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    return start.replaceAll("[^\\x20-\\x7e…]", "?");
  }
}
