package io.cloakwork.serve.protocol;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

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

  /// A stream whose bytes go to `sink` in chunks of `chunkBytes`, the last one when it is closed.
  public static OutputStream into(int chunkBytes, Sink sink) {
    return new Cutter(requireValid(chunkBytes), sink);
  }

  /// Sends `bytes` bytes of `source` and leaves it open.
  ///
  /// @throws IOException if the source has fewer
  public static void send(InputStream source, long bytes, int chunkBytes, Sink sink)
      throws IOException {
    requireValid(chunkBytes);
    long left = bytes;
    while (left > 0) {
      byte[] chunk = source.readNBytes((int) Math.min(chunkBytes, left));
      if (chunk.length == 0) {
        throw new IOException("the source ends %d bytes before its end".formatted(left));
      }
      left -= chunk.length;
      sink.accept(UnsafeByteOperations.unsafeWrap(chunk));
    }
  }

  private static final class Cutter extends OutputStream {

    private final int chunkBytes;
    private final Sink sink;

    /// Handed on when it is full: nobody writes to it again.
    private byte[] chunk;

    private int used;

    Cutter(int chunkBytes, Sink sink) {
      this.chunkBytes = chunkBytes;
      this.sink = sink;
      this.chunk = new byte[chunkBytes];
    }

    @Override
    public void write(int value) throws IOException {
      chunk[used++] = (byte) value;
      if (used == chunkBytes) {
        hand(chunk);
      }
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      int from = offset;
      int end = offset + count;
      while (from < end) {
        int part = Math.min(end - from, chunkBytes - used);
        System.arraycopy(bytes, from, chunk, used, part);
        used += part;
        from += part;
        if (used == chunkBytes) {
          hand(chunk);
        }
      }
    }

    private void hand(byte[] full) throws IOException {
      chunk = new byte[chunkBytes];
      used = 0;
      sink.accept(UnsafeByteOperations.unsafeWrap(full));
    }

    @Override
    public void close() throws IOException {
      if (used > 0) {
        byte[] rest = Arrays.copyOf(chunk, used);
        used = 0;
        sink.accept(UnsafeByteOperations.unsafeWrap(rest));
      }
    }
  }
}
