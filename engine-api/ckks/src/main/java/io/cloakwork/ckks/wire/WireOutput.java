package io.cloakwork.ckks.wire;

import io.cloakwork.spi.hash.Sha256;
import io.cloakwork.spi.ring.Modulus;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/// Writes the fields of one object in order, hashing them; the counterpart of [WireInput].
final class WireOutput {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final OutputStream stream;
  private final MessageDigest digest = Sha256.digest();
  private final byte[] word = new byte[Long.BYTES];
  private byte[] packedRow = new byte[0];
  private long remaining;

  WireOutput(OutputStream stream, WireHeader header) throws IOException {
    this.stream = stream;
    put(header.encode(), WireHeader.BYTES);
    this.remaining = header.bodyBytes();
  }

  void number(int value) throws IOException {
    INT.set(word, 0, value);
    body(word, Integer.BYTES);
  }

  void longNumber(long value) throws IOException {
    LONG.set(word, 0, value);
    body(word, Long.BYTES);
  }

  void scale(double value) throws IOException {
    longNumber(Double.doubleToRawLongBits(value));
  }

  void bytes(byte[] bytes) throws IOException {
    body(bytes, bytes.length);
  }

  void row(Modulus q, long[] row) throws IOException {
    int count = ResiduePacking.rowBytes(row.length, q);
    if (packedRow.length < count + ResiduePacking.SLACK_BYTES) {
      packedRow = new byte[count + ResiduePacking.SLACK_BYTES];
    }
    ResiduePacking.pack(row, q, packedRow);
    body(packedRow, count);
  }

  void finish() throws IOException {
    if (remaining != 0) {
      throw new IllegalStateException(
          "the body is %d bytes shorter than its header says".formatted(remaining));
    }
    stream.write(digest.digest());
  }

  private void body(byte[] bytes, int count) throws IOException {
    if (count > remaining) {
      throw new IllegalStateException(
          "the body is longer than its header says by %d bytes".formatted(count - remaining));
    }
    remaining -= count;
    put(bytes, count);
  }

  private void put(byte[] bytes, int count) throws IOException {
    digest.update(bytes, 0, count);
    stream.write(bytes, 0, count);
  }
}
