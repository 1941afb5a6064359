package io.cloakwork.serve.protocol;

import io.grpc.stub.CallStreamObserver;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// One side's messages of a stream, sent by any number of threads and no faster than the transport
/// takes them: what waits to be sent is a message a thread. A peer that takes nothing for the
/// longest wait is given up.
///
/// The stream's owner calls [#wake] from the observer's on-ready handler and [#end] when the stream
/// is over, whoever ended it; neither blocks, so both may run on the transport's threads.
///
/// @param <M> the messages
public final class PacedSender<M> {

  private final CallStreamObserver<? super M> call;
  private final Duration longestWait;

  /// Whose message is next: held while a thread waits for room.
  private final ReentrantLock turn = new ReentrantLock(true);

  /// Held for single calls, because a stream takes no two at a time.
  private final ReentrantLock writing = new ReentrantLock();

  /// A permit for each time that something may have changed; the thread whose turn it is takes them
  /// all before it looks, so that no change is missed.
  private final Semaphore changes = new Semaphore(0);

  /// Why nothing can be sent any more.
  private volatile String ended;

  /// @param longestWait without any room for a message
  public PacedSender(CallStreamObserver<? super M> call, Duration longestWait) {
    this.call = call;
    this.longestWait = longestWait;
  }

  /// Waits for room and sends.
  ///
  /// @throws IOException if the stream has ended, or the peer took nothing for the longest wait
  /// @throws InterruptedIOException if the thread was interrupted; the message was not sent
  public void send(M message) throws IOException {
    try {
      turn.lockInterruptibly();
      try {
        awaitRoom();
        write(message);
      } finally {
        turn.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException wrapped = new InterruptedIOException("interrupted while sending");
      wrapped.initCause(e);
      throw wrapped;
    }
  }

  private void awaitRoom() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + longestWait.toNanos();
    while (true) {
      changes.drainPermits();
      requireOpen();
      if (call.isReady()) {
        return;
      }
      if (!changes.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new IOException(
            "the other side took nothing for %d seconds".formatted(longestWait.toSeconds()));
      }
    }
  }

  private void write(M message) throws IOException {
    writing.lock();
    try {
      requireOpen();
      call.onNext(message);
    } catch (IllegalStateException e) {
      // The stream was cancelled between the look and the call.
      end("the stream was cancelled");
      throw new IOException(ended, e);
    } finally {
      writing.unlock();
    }
  }

  /// Sends a message that is short and does not wait for room, such as a cancellation; nothing if
  /// the stream has ended.
  public void sendAtOnce(M message) {
    try {
      write(message);
    } catch (IOException e) {
      // The stream has ended: there is nobody to tell.
      end(e.getMessage());
    }
  }

  /// Says that this side has sent all that it will; nothing if the stream has ended.
  public void complete() {
    writing.lock();
    try {
      if (ended == null) {
        call.onCompleted();
      }
    } catch (IllegalStateException e) {
      end("the stream was cancelled: " + e.getMessage());
    } finally {
      writing.unlock();
    }
    end("this side has sent all that it will");
  }

  /// There may be room again.
  public void wake() {
    changes.release();
  }

  /// The stream is over: a thread that waits stops waiting, and nothing is sent any more. The first
  /// reason stays.
  public void end(String why) {
    if (ended == null) {
      ended = why;
    }
    changes.release();
  }

  private void requireOpen() throws IOException {
    if (ended != null) {
      throw new IOException(ended);
    }
  }
}
