package io.cloakwork.serve.protocol;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/// An object that arrives in chunks: a length that was announced, and what is there of it. It takes
/// memory for what has arrived and never for what was announced; more than was announced is
/// refused, and so is a length above the limit and an object in crumbs. Not thread-safe.
public final class IncomingObject {

  /// What a chunk costs beside its bytes is bounded by this many bytes a chunk on average.
  private static final int CRUMB_BYTES = 256;

  /// Chunks that an object of any size may have.
  private static final int FREE_CHUNKS = 16;

  private final String what;
  private final long announced;
  private final Queue<ByteString> chunks = new ArrayDeque<>();
  private long received;

  /// @param what names the object in refusals
  /// @param announced its length as the sender says
  /// @param limit the longest that is accepted
  /// @throws ChunkException if it is announced empty or longer than the limit
  public IncomingObject(String what, long announced, long limit) throws ChunkException {
    if (announced < 1 || announced > limit) {
      throw new ChunkException(
          "%s: field 'bytes' is %s, not in [1, %d]"
              .formatted(what, Long.toUnsignedString(announced), limit));
    }
    this.what = what;
    this.announced = announced;
  }

  /// Takes the next bytes without copying them.
  ///
  /// @throws ChunkException if they are none, pass the announced length, or come in crumbs
  public void append(ByteString chunk) throws ChunkException {
    if (chunk.isEmpty()) {
      throw new ChunkException(what + ": field 'data' is empty");
    }
    if (chunk.size() > announced - received) {
      throw new ChunkException(
          "%s: %d bytes follow the %d of %d that have arrived"
              .formatted(what, chunk.size(), received, announced));
    }
    if (chunks.size() >= FREE_CHUNKS + received / CRUMB_BYTES) {
      throw new ChunkException(
          "%s: %d chunks for its first %d bytes".formatted(what, chunks.size() + 1, received));
    }
    chunks.add(chunk);
    received += chunk.size();
  }

  /// Bytes in all, as announced.
  public long announced() {
    return announced;
  }

  /// Bytes that are there.
  public long received() {
    return received;
  }

  /// Whether all of it is there.
  public boolean isComplete() {
    return received == announced;
  }

  /// The bytes, once: each chunk is let go when it has been read.
  ///
  /// @throws ChunkException if some are missing
  public InputStream open() throws ChunkException {
    if (!isComplete()) {
      throw new ChunkException("%s ends after %d of %d bytes".formatted(what, received, announced));
    }
    return new Joined(chunks);
  }

  /// The chunks, one after the other.
  private static final class Joined extends InputStream {

    private final Queue<ByteString> chunks;
    private ByteBuffer current = ByteBuffer.allocate(0);

    Joined(Queue<ByteString> chunks) {
      this.chunks = chunks;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
      if (count == 0) {
        return 0;
      }
      if (!current.hasRemaining()) {
        ByteString next = chunks.poll();
        if (next == null) {
          return -1;
        }
        current = next.asReadOnlyByteBuffer();
      }
      int part = Math.min(count, current.remaining());
      current.get(into, offset, part);
      return part;
    }
  }

  /// Chunks that do not make the object that was announced. The message is one sentence that names
  /// the object, the field and the values.
  public static final class ChunkException extends IOException {

    private static final long serialVersionUID = 1L;

    ChunkException(String message) {
      super(message);
    }
  }
}
