package io.cloakwork.serve.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Writes to a file up to a limit.
final class LimitedOutput extends OutputStream {

  private final Disk disk;
  private final FileChannel file;
  private final long limit;
  private long written;

  LimitedOutput(Disk disk, FileChannel file, long limit) {
    this.disk = disk;
    this.file = file;
    this.limit = limit;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (count > limit - written) {
      throw new QuotaExceededException(
          "a result has more than the %,d bytes that were reserved for it".formatted(limit));
    }
    disk.append(file, written, ByteBuffer.wrap(bytes, offset, count));
    written += count;
  }

  long written() {
    return written;
  }
}
