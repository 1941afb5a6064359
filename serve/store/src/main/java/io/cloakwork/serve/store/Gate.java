package io.cloakwork.serve.store;

import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Lets operations pass until it is closed; closing waits for those that are inside.
final class Gate {

  /// One passage; closed when the operation ends.
  interface Passage extends AutoCloseable {
    @Override
    void close();
  }

  private final String what;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  /// @param what is closed, in messages
  Gate(String what) {
    this.what = what;
  }

  /// @throws IllegalStateException if the gate is closed
  Passage enter() {
    lock.readLock().lock();
    if (closed) {
      lock.readLock().unlock();
      throw new IllegalStateException("the %s is closed".formatted(what));
    }
    return lock.readLock()::unlock;
  }

  /// Closes the gate once nobody is inside.
  ///
  /// @return false if it was closed before
  boolean close() {
    lock.writeLock().lock();
    try {
      boolean first = !closed;
      closed = true;
      return first;
    } finally {
      lock.writeLock().unlock();
    }
  }
}
