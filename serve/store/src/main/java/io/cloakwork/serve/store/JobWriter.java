package io.cloakwork.serve.store;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A submission under way. Not thread-safe.
public interface JobWriter extends AutoCloseable {

  /// Takes the next bytes of the items, which follow one another.
  ///
  /// @throws UploadRefusedException if they are more than the items have
  /// @throws StoreFullException if the disk is full
  void append(ByteBuffer data) throws IOException;

  /// Bytes taken so far.
  long received();

  /// Accepts the job: once this returns it survives whatever happens to the process. If the same
  /// job was accepted before, that one is returned.
  ///
  /// @throws UploadRefusedException if bytes are missing
  /// @throws JobConflictException if another job was accepted under that name
  StoredJob commit() throws IOException;

  /// Drops the submission unless it was committed.
  @Override
  void close();
}
