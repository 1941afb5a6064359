package io.cloakwork.serve.store;

import java.lang.foreign.MemorySegment;

/// Bytes of a file in memory, read only, until closed.
public interface MappedFile extends AutoCloseable {

  /// The bytes; must not be used once this is closed.
  MemorySegment bytes();

  @Override
  void close();
}
