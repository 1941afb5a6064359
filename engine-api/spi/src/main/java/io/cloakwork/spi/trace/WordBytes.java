package io.cloakwork.spi.trace;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.hash.Sha256;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;

/// The words of a buffer as bytes, 8 each, little-endian, row by row in the order of the shape:
/// what hashes are taken of and side files hold.
final class WordBytes {

  /// What is done with the bytes of a row.
  interface RowSink {
    void accept(byte[] row) throws IOException;
  }

  /// Where the bytes of a row come from.
  interface RowSource {
    void fill(byte[] row) throws IOException;
  }

  private WordBytes() {}

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /// SHA-256 of the words of a buffer.
  static String hash(DeviceBuffer buffer) {
    MessageDigest digest = Sha256.digest();
    try {
      download(buffer, digest::update);
    } catch (IOException e) {
      throw new IllegalStateException("a digest reads no files", e);
    }
    return hex(digest);
  }

  static void download(DeviceBuffer buffer, RowSink sink) throws IOException {
    long[] words = new long[buffer.shape().degree()];
    byte[] bytes = new byte[Math.multiplyExact(words.length, Long.BYTES)];
    ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    forEachRow(
        buffer.shape(),
        (item, poly, limb) -> {
          buffer.download(item, poly, limb, MemorySegment.ofArray(words));
          view.asLongBuffer().put(words);
          sink.accept(bytes);
        });
  }

  static void upload(DeviceBuffer buffer, RowSource source) throws IOException {
    long[] words = new long[buffer.shape().degree()];
    byte[] bytes = new byte[Math.multiplyExact(words.length, Long.BYTES)];
    ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    forEachRow(
        buffer.shape(),
        (item, poly, limb) -> {
          source.fill(bytes);
          view.asLongBuffer().get(words);
          buffer.upload(item, poly, limb, MemorySegment.ofArray(words));
        });
  }

  private interface RowAction {
    void accept(int item, int poly, int limb) throws IOException;
  }

  private static void forEachRow(RnsShape shape, RowAction action) throws IOException {
    for (int item = 0; item < shape.batch(); item++) {
      for (int poly = 0; poly < shape.polys(); poly++) {
        for (int limb = 0; limb < shape.limbs(); limb++) {
          action.accept(item, poly, limb);
        }
      }
    }
  }
}
