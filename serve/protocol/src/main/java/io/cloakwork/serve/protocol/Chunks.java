package io.cloakwork.serve.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Cuts an object into the chunks that it travels in. Every chunk but the last is full, and none is
/// copied again on its way into a message.
public final class Chunks {

  /// The most bytes of a chunk where nothing else is agreed on: large enough that a message costs
  /// little beside its bytes, small enough that many streams fit into memory.
  public static final int DEFAULT_BYTES = 1 << 18;

  /// The fewest bytes that a side may ask chunks to be cut into.
  public static final int MIN_BYTES = 1 << 10;

  /// The most bytes that a side may ask for.
  public static final int MAX_BYTES = 1 << 21;

  /// What a message has beside its chunk, at most.
  public static final int MESSAGE_BYTES = 1 << 14;

  /// Takes the next chunk, and may block until the other side has room for it.
  @FunctionalInterface
  public interface Sink {
    void accept(ByteString chunk) throws IOException;
  }

  private Chunks() {}

  /// @throws IllegalArgumentException unless `bytes` is in [[#MIN_BYTES], [#MAX_BYTES]]
  public static int requireValid(long bytes) {
    if (bytes < MIN_BYTES || bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "chunks of %d bytes are not of %d to %d".formatted(bytes, MIN_BYTES, MAX_BYTES));
    }
    return (int) bytes;
  }

  /// The chunks of `object`, which is not copied and hence not to be changed any more.
  public static List<ByteString> of(byte[] object, int chunkBytes) {
    requireValid(chunkBytes);
    List<ByteString> chunks = new ArrayList<>();
    for (int from = 0; from < object.length; from += chunkBytes) {
      int bytes = Math.min(chunkBytes, object.length - from);
      chunks.add(UnsafeByteOperations.unsafeWrap(object, from, bytes));
    }
    return chunks;
  }

  /// Sends `bytes` bytes of `source` and leaves it open.
  ///
  /// @throws IOException if the source has fewer
  public static void send(InputStream source, long bytes, int chunkBytes, Sink sink)
      throws IOException {
    requireValid(chunkBytes);
    long left = bytes;
    while (left > 0) {
      byte[] chunk = new byte[(int) Math.min(chunkBytes, left)];
      int got = source.readNBytes(chunk, 0, chunk.length);
      if (got < chunk.length) {
        throw new IOException("the source ends %d bytes before its end".formatted(left - got));
      }
      left -= got;
      sink.accept(UnsafeByteOperations.unsafeWrap(chunk));
    }
  }
}
