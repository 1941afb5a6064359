package io.cloakwork.backend.cpu;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts the pending runs that use something closeable, so that closing it gives its memory back
/// at once when it is idle and after the last of those runs otherwise. Allocates nothing.
final class UseCount {

  private static final int CLOSED = 1 << 31;

  // The number of uses, with the sign bit set once closed.
  private final AtomicInteger state = new AtomicInteger();
  private final Runnable whenFree;

  /// @param whenFree called exactly once, after close and the last use
  UseCount(Runnable whenFree) {
    this.whenFree = whenFree;
  }

  boolean isClosed() {
    return state.get() < 0;
  }

  /// Begins a use; false if closed.
  boolean retain() {
    while (true) {
      int now = state.get();
      if (now < 0) {
        return false;
      }
      if (state.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  /// Ends a use.
  void release() {
    if (state.decrementAndGet() == CLOSED) {
      whenFree.run();
    }
  }

  /// Allows no further uses. Closing twice is harmless.
  void close() {
    while (true) {
      int now = state.get();
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
