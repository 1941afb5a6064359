package io.cloakwork.spi.trace;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.hash.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;

/// Puts the words of buffers one after the other into a side file.
public final class SideFileWriter {

  private final OutputStream out;
  private long offset;

  /// @param out the file, which stays the caller's to close
  public SideFileWriter(OutputStream out) {
    this.out = out;
  }

  /// Appends the words of a buffer and says where they are.
  public BufferContent.Side append(DeviceBuffer buffer) throws IOException {
    long start = offset;
    MessageDigest digest = Sha256.digest();
    WordBytes.download(
        buffer,
        row -> {
          out.write(row);
          digest.update(row);
        });
    offset += buffer.shape().bytes();
    return new BufferContent.Side(start, WordBytes.hex(digest));
  }

  /// The bytes written so far.
  public long bytes() {
    return offset;
  }
}
