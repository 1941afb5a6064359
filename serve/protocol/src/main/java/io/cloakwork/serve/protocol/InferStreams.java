package io.cloakwork.serve.protocol;

import io.cloakwork.serve.protocol.v1.InferenceServiceGrpc.InferenceServiceStub;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private long submitted;
  private final Map<Long, Answer> open = new HashMap<>();

  /// @param chunkBytes the longest chunk that the service takes for a model
  InferStreams(
      InferenceServiceStub stub, RemoteSettings settings, ToIntFunction<String> chunkBytes) {
    this.stub = stub;
    this.settings = settings;
    this.chunkBytes = chunkBytes;
    this.inFlight = new Semaphore(settings.inFlight(), true);
  }

  /// A result to come, and the thread that sees to it.
  private static final class Answer extends CompletableFuture<RemoteResult> {

    /// Set before anybody else has the answer.
    private Thread thread;

    @Override
    public boolean cancel(boolean mayInterrupt) {
      boolean cancelled = super.cancel(mayInterrupt);
      if (cancelled) {
        thread.interrupt();
      }
      return cancelled;
    }
  }

  /// Starts an inference; cancelling the future cancels it on the service.
  CompletableFuture<RemoteResult> submit(InferCall inference) {
    Answer answer = new Answer();
    long start = System.nanoTime();
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("this connection is closed");
      }
      long number = ++submitted;
      answer.thread =
          Thread.ofVirtual()
              .name("cloakwork-infer-" + number)
              .unstarted(() -> complete(number, answer, inference, start));
      open.put(number, answer);
    }
    answer.thread.start();
    return answer;
  }

  private void complete(long number, Answer answer, InferCall inference, long start) {
    try {
      inFlight.acquire();
      try {
        answer.complete(withRetries(inference, start));
      } finally {
        inFlight.release();
      }
    } catch (InterruptedException e) {
      answer.cancel(false);
    } catch (IOException | RuntimeException e) {
      answer.completeExceptionally(e);
    } finally {
      synchronized (this) {
        open.remove(number);
      }
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
    List<Answer> left;
    InferStream last;
    synchronized (this) {
      closed = true;
      left = List.copyOf(open.values());
      last = current;
    }
    boolean answered = true;
    for (Answer answer : left) {
      answered &= !answer.cancel(false);
    }
    if (last != null && answered) {
      last.close();
    } else if (last != null) {
      last.giveUp();
    }
  }
}
