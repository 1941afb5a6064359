package io.cloakwork.bench.serve;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Waiting for replies.
final class Futures {

  private Futures() {}

  /// @throws IllegalStateException if there will be no result
  static <T> T get(CompletableFuture<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "a request failed: " + e.getCause().getMessage(), e.getCause());
    }
  }
}
