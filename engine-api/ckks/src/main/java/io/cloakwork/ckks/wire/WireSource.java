package io.cloakwork.ckks.wire;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;

/// Where an object is read from. Readers close the source.
public final class WireSource implements AutoCloseable {

  private final InputStream stream;
  private final OptionalLong length;
  private final boolean toTheEnd;

  private WireSource(InputStream stream, OptionalLong length, boolean toTheEnd) {
    this.stream = stream;
    this.length = length;
    this.toTheEnd = toTheEnd;
  }

  /// A file that holds one object and nothing else.
  ///
  /// @throws WireException if there is no regular file at `file`
  public static WireSource of(Path file) throws IOException {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        throw new WireException("%s is not a regular file".formatted(file));
      }
      return new WireSource(Files.newInputStream(file), OptionalLong.of(Files.size(file)), true);
    } catch (NoSuchFileException e) {
      throw new WireException("there is no file %s".formatted(file), e);
    }
  }

  /// Memory that holds one object and nothing else.
  public static WireSource of(MemorySegment bytes) {
    return new WireSource(new SegmentStream(bytes), OptionalLong.of(bytes.byteSize()), true);
  }

  /// A stream that holds one object and nothing else.
  public static WireSource of(InputStream stream) {
    return new WireSource(stream, OptionalLong.empty(), true);
  }

  /// The next object of a stream of many. What follows stays unread, and closing this source leaves
  /// the stream open.
  public static WireSource nextOf(InputStream stream) {
    return new WireSource(stream, OptionalLong.empty(), false);
  }

  InputStream stream() {
    return stream;
  }

  /// Bytes in all, where that is known before reading.
  OptionalLong length() {
    return length;
  }

  /// Whether the object must be followed by the end of the stream.
  boolean toTheEnd() {
    return toTheEnd;
  }

  @Override
  public void close() throws IOException {
    if (toTheEnd) {
      stream.close();
    }
  }

  /// The bytes of a segment, in order.
  private static final class SegmentStream extends InputStream {

    private final MemorySegment bytes;
    private long position;

    SegmentStream(MemorySegment bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read() {
      return position == bytes.byteSize()
          ? -1
          : bytes.get(ValueLayout.JAVA_BYTE, position++) & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
      if (count == 0) {
        return 0;
      }
      int chunk = (int) Math.min(count, bytes.byteSize() - position);
      if (chunk == 0) {
        return -1;
      }
      MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, position, into, offset, chunk);
      position += chunk;
      return chunk;
    }
  }
}
