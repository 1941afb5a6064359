package io.cloakwork.serve.store;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// A fixed number of locks shared by any number of names: operations on one name exclude each
/// other, those on two names seldom do.
final class Stripes {

  private static final int COUNT = 64;

  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(COUNT).toArray(ReentrantLock[]::new);

  /// A lock that is held; closed to let go.
  interface Held extends AutoCloseable {
    @Override
    void close();
  }

  Held hold(Object name) {
    ReentrantLock lock = locks[Math.floorMod(name.hashCode() * 0x9E3779B9, COUNT)];
    lock.lock();
    return lock::unlock;
  }
}
