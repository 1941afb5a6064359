package io.cloakwork.serve.server.ops;

import java.util.List;
import java.util.function.Consumer;

/// Tells several listeners of one event.
final class Listeners {

  private Listeners() {}

  /// Tells all of them, then throws what the first one threw that did.
  static <L> void tell(List<L> all, Consumer<L> event) {
    RuntimeException first = null;
    for (L listener : all) {
      try {
        event.accept(listener);
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
