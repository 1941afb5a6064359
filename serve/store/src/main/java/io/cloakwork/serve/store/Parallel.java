package io.cloakwork.serve.store;

import java.io.IOException;
import java.util.List;

/// The same work for each of many, on all cores: keys are hashed, checked and expanded each by
/// itself.
final class Parallel {

  /// What is done for one of them.
  @FunctionalInterface
  interface Work<T, R> {
    R of(T item) throws IOException;
  }

  /// What came of one of them: exactly one of the two is null.
  record Outcome<R>(R result, Exception failure) {

    /// @throws IOException or an unchecked exception, as the work threw it
    R get() throws IOException {
      return switch (failure) {
        case null -> result;
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Exception e -> throw new IllegalStateException(e);
      };
    }
  }

  private Parallel() {}

  /// Returns when all have ended, with their outcomes in order.
  static <T, R> List<Outcome<R>> each(List<T> items, Work<T, R> work) {
    return items.parallelStream().map(item -> outcome(item, work)).toList();
  }

  private static <T, R> Outcome<R> outcome(T item, Work<T, R> work) {
    try {
      return new Outcome<>(work.of(item), null);
    } catch (IOException | RuntimeException e) {
      return new Outcome<>(null, e);
    }
  }
}
