package io.cloakwork.serve.protocol;

import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc.InferenceServiceStub;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.ToIntFunction;

/// Inferences on a stream that is opened when it is needed and again when it was lost. Each has a
/// virtual thread, which sends, waits, and tries again what failed for now; an inference may be
/// tried again because it changes nothing.
final class InferStreams implements AutoCloseable {

  private final InferenceServiceStub stub;
  private final RemoteSettings settings;
  private final ToIntFunction<String> chunkBytes;
  private final Semaphore inFlight;

  // Guarded by this.
  private InferStream current;
  private int currentChunkBytes;
  private boolean closed;
  private final Set<CompletableFuture<RemoteResult>> pending = new HashSet<>();

  /// @param chunkBytes the longest chunk that the service takes for a model
  InferStreams(
      InferenceServiceStub stub, RemoteSettings settings, ToIntFunction<String> chunkBytes) {
    this.stub = stub;
    this.settings = settings;
    this.chunkBytes = chunkBytes;
    this.inFlight = new Semaphore(settings.inFlight(), true);
  }

  /// Starts an inference; cancelling the future cancels it on the service.
  CompletableFuture<RemoteResult> submit(InferCall inference) {
    CompletableFuture<RemoteResult> result = new CompletableFuture<>();
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("this connection is closed");
      }
      pending.add(result);
    }
    long start = System.nanoTime();
    Thread thread =
        Thread.ofVirtual().name("cloakwork-infer").start(() -> complete(result, inference, start));
    result.whenComplete((_, _) -> {
      forget(result);
      if (result.isCancelled()) {
        thread.interrupt();
      }
    });
    return result;
  }

  private synchronized void forget(CompletableFuture<RemoteResult> result) {
    pending.remove(result);
  }

  private void complete(CompletableFuture<RemoteResult> result, InferCall inference, long start) {
    try {
      inFlight.acquire();
      try {
        result.complete(withRetries(inference, start));
      } finally {
        inFlight.release();
      }
    } catch (InterruptedException e) {
      result.cancel(false);
    } catch (IOException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  private RemoteResult withRetries(InferCall inference, long start)
      throws IOException, InterruptedException {
    RetryPolicy.Attempts attempts = settings.retry().start();
    while (true) {
      try {
        return stream(chunkBytes.applyAsInt(inference.model()))
            .exchange(inference, timeLeft(inference, start));
      } catch (RemoteException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        attempts.await(e);
      }
    }
  }

  /// Of the deadline, which counts all attempts; else the longest wait for a reply, for each.
  private Duration timeLeft(InferCall inference, long start) {
    if (inference.deadline().isEmpty()) {
      return settings.replyTimeout();
    }
    Duration left = inference.deadline().get().minusNanos(System.nanoTime() - start);
    if (!left.isPositive()) {
      throw new RemoteException(
          Status.Code.DEADLINE_EXCEEDED, "inference: no result within its time");
    }
    return left;
  }

  /// The stream, or a new one where there is none that works for chunks of this length.
  private synchronized InferStream stream(int bytes) {
    if (closed) {
      throw new RemoteException(Status.Code.CANCELLED, "the connection is closed");
    }
    if (current == null || !current.isUsable() || bytes < currentChunkBytes) {
      current = InferStream.open(stub, settings.stallTimeout(), bytes);
      currentChunkBytes = bytes;
    }
    return current;
  }

  /// Fails what is open and ends the stream.
  @Override
  public void close() {
    Set<CompletableFuture<RemoteResult>> open;
    InferStream last;
    synchronized (this) {
      closed = true;
      open = new HashSet<>(pending);
      last = current;
    }
    open.forEach(result -> result.cancel(false));
    if (last != null) {
      last.close();
    }
  }
}
