package io.cloakwork.bench.serve;

import io.cloakwork.serve.protocol.RemoteResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/// What was finished while several asked at the same time, each again as soon as it had its reply.
///
/// @param finished replies that each had within the time
/// @param seconds how long was counted
/// @param meanBatch requests that shared a run, on average over requests
record Window(List<Integer> finished, double seconds, double meanBatch) {

  /// Replies of one who asks.
  private record Asked(int finished, long batches) {}

  /// Lets all ask for that long.
  static Window run(List<Supplier<CompletableFuture<RemoteResult>>> askers, Duration length)
      throws InterruptedException {
    long start = System.nanoTime();
    long end = start + length.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Asked>> loops = new ArrayList<>();
      askers.forEach(asker -> loops.add(() -> ask(asker, end)));
      List<Integer> finished = new ArrayList<>();
      long batches = 0;
      for (Future<Asked> loop : threads.invokeAll(loops)) {
        Asked asked = loop.get();
        finished.add(asked.finished());
        batches += asked.batches();
      }
      int all = finished.stream().mapToInt(Integer::intValue).sum();
      return new Window(finished, length.toNanos() * 1e-9, all == 0 ? 0 : (double) batches / all);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
    }
  }

  /// A reply that comes after the end is waited for, so that it burdens nobody, and not counted.
  private static Asked ask(Supplier<CompletableFuture<RemoteResult>> asker, long end)
      throws InterruptedException {
    int finished = 0;
    long batches = 0;
    while (System.nanoTime() < end) {
      RemoteResult result = Futures.get(asker.get());
      if (System.nanoTime() <= end) {
        finished++;
        batches += result.timing().batch();
      }
    }
    return new Asked(finished, batches);
  }

  double perSecond() {
    return finished.stream().mapToInt(Integer::intValue).sum() / seconds;
  }
}
