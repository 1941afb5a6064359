package io.cloakwork.serve.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The same work for each of many, side by side: keys are checked and expanded each by itself,
/// files forced to the disk. On threads of its own, because callers hold locks: in a pool that
/// others share, their work could wait for whoever waits for those.
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

  /// Work that computes, on all cores. Returns when all have ended, with their outcomes in order.
  static <T, R> List<Outcome<R>> each(List<T> items, Work<T, R> work) {
    return each(items, Runtime.getRuntime().availableProcessors(), work);
  }

  /// The same with at most so many at a time: for work that waits.
  static <T, R> List<Outcome<R>> each(List<T> items, int atOnce, Work<T, R> work) {
    int threads = Math.min(items.size(), atOnce);
    if (threads < 2) {
      return items.stream().map(item -> outcome(item, work)).toList();
    }
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Outcome<R>>> begun = new ArrayList<>();
      items.forEach(item -> begun.add(pool.submit(() -> outcome(item, work))));
      return begun.stream().map(Parallel::ended).toList();
    }
  }

  private static <T, R> Outcome<R> outcome(T item, Work<T, R> work) {
    try {
      return new Outcome<>(work.of(item), null);
    } catch (IOException | RuntimeException e) {
      return new Outcome<>(null, e);
    }
  }

  /// Waits even if the thread is interrupted: what was begun has results that somebody must close.
  private static <R> Outcome<R> ended(Future<Outcome<R>> work) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return work.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
