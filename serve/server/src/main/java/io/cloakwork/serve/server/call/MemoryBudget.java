package io.cloakwork.serve.server.call;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Bytes that objects on their way in or out may take, of all clients together. Thread-safe.
final class MemoryBudget {

  private final long bytes;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition given = lock.newCondition();
  private long used;

  MemoryBudget(long bytes) {
    this.bytes = bytes;
  }

  /// A part of the budget; closing it twice is harmless.
  final class Share implements AutoCloseable {

    private long held;

    private Share(long held) {
      this.held = held;
    }

    @Override
    public void close() {
      lock.lock();
      try {
        used -= held;
        held = 0;
        given.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /// Takes a share for an object that a client wants to send.
  ///
  /// @throws CallException if there is no room now, or never will be
  Share take(long wanted) {
    requirePossible(wanted);
    lock.lock();
    try {
      if (wanted > bytes - used) {
        throw CallException.exhausted(
            Duration.ofSeconds(1), "the service is receiving as much as it has memory for");
      }
      used += wanted;
      return new Share(wanted);
    } finally {
      lock.unlock();
    }
  }

  /// Takes a share for a reply, waiting until others have been sent.
  ///
  /// @throws CallException if there was no room for that long, or never will be
  Share await(long wanted, Duration atMost) throws InterruptedException {
    requirePossible(wanted);
    long deadline = System.nanoTime() + atMost.toNanos();
    lock.lock();
    try {
      while (wanted > bytes - used) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || !given.await(left, TimeUnit.NANOSECONDS)) {
          throw CallException.exhausted(
              Duration.ofSeconds(1), "the service has no memory to send the result from");
        }
      }
      used += wanted;
      return new Share(wanted);
    } finally {
      lock.unlock();
    }
  }

  private void requirePossible(long wanted) {
    if (wanted > bytes) {
      throw CallException.precondition(
          "an object of %d bytes is longer than the %d that this service has memory for",
          wanted, bytes);
    }
  }

  /// Bytes that are taken.
  long used() {
    lock.lock();
    try {
      return used;
    } finally {
      lock.unlock();
    }
  }
}
