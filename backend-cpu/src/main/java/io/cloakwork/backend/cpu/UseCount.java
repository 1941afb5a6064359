package io.cloakwork.backend.cpu;

import java.util.concurrent.atomic.AtomicLong;

/// Counts who uses something closeable, so that closing it gives its memory back at once when it is
/// idle and after the last use otherwise: pending runs, and visits of threads that hold up no run.
/// Allocates nothing.
final class UseCount {

  private static final long RUN = 1;
  private static final long VISIT = 1L << Integer.SIZE;
  private static final long CLOSED = Long.MIN_VALUE;

  // Low word: runs. High word: visits, with the sign bit set once closed.
  private final AtomicLong state = new AtomicLong();
  private final Runnable whenFree;

  /// @param whenFree called exactly once, after close and the last use
  UseCount(Runnable whenFree) {
    this.whenFree = whenFree;
  }

  boolean isClosed() {
    return state.get() < 0;
  }

  /// Whether a run is pending that uses it.
  boolean hasRuns() {
    return (int) state.get() != 0;
  }

  /// Begins the use of a run; false if closed.
  boolean retain() {
    return begin(RUN);
  }

  /// Ends the use of a run.
  void release() {
    end(RUN);
  }

  /// Begins a visit; false if closed.
  boolean enter() {
    return begin(VISIT);
  }

  /// Ends a visit.
  void leave() {
    end(VISIT);
  }

  private boolean begin(long use) {
    while (true) {
      long now = state.get();
      if (now < 0) {
        return false;
      }
      if (state.compareAndSet(now, now + use)) {
        return true;
      }
    }
  }

  private void end(long use) {
    if (state.addAndGet(-use) == CLOSED) {
      whenFree.run();
    }
  }

  /// Allows no further uses. Closing twice is harmless.
  void close() {
    while (true) {
      long now = state.get();
      if (now < 0) {
        return;
      }
      if (state.compareAndSet(now, now | CLOSED)) {
        if (now == 0) {
          whenFree.run();
        }
        return;
      }
    }
  }
}
