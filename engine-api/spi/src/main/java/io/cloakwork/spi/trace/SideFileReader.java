package io.cloakwork.spi.trace;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.hash.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Optional;

/// The words of a side file. Hashes are checked as words are read.
public final class SideFileReader implements AutoCloseable {

  private final Path path;
  private final FileChannel channel;

  private SideFileReader(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /// Opens the side file of a trace, if it has one, in the folder of the trace.
  ///
  /// @throws TraceException if the file has another length than the trace says
  /// @throws IOException if it cannot be read
  public static Optional<SideFileReader> beside(Path traceFile, Trace trace) throws IOException {
    return trace.sideFile().isEmpty()
        ? Optional.empty()
        : Optional.of(open(traceFile.resolveSibling(name(trace)), trace));
  }

  private static String name(Trace trace) {
    return trace.sideFile().orElseThrow().name();
  }

  /// Opens the side file of a trace, wherever it is.
  ///
  /// @throws TraceException if the trace has none, or the file has another length than it says
  /// @throws IOException if it cannot be read
  public static SideFileReader open(Path path, Trace trace) throws IOException {
    long expected =
        trace
            .sideFile()
            .orElseThrow(
                () -> new TraceException("trace '%s' has no side file".formatted(trace.name())))
            .bytes();
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    long bytes = channel.size();
    if (bytes != expected) {
      channel.close();
      throw new TraceException(
          "side file %s has %d bytes, the trace says %d".formatted(path, bytes, expected));
    }
    return new SideFileReader(path, channel);
  }

  /// Sets the words of a buffer.
  ///
  /// @throws TraceException if the file has others, or words that are no residues
  void fill(DeviceBuffer buffer, BufferContent.Side content) {
    MessageDigest digest = Sha256.digest();
    long[] position = {content.offset()};
    try {
      WordBytes.upload(
          buffer,
          row -> {
            readFully(row, position[0]);
            position[0] += row.length;
            digest.update(row);
          });
    } catch (IllegalArgumentException e) {
      throw new TraceException("side file %s: %s".formatted(path, e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String found = WordBytes.hex(digest);
    if (!found.equals(content.sha256())) {
      throw new TraceException(
          "side file %s has SHA-256 %s at offset %d, the trace says %s"
              .formatted(path, found, content.offset(), content.sha256()));
    }
  }

  private void readFully(byte[] row, long position) throws IOException {
    ByteBuffer to = ByteBuffer.wrap(row);
    while (to.hasRemaining()) {
      if (channel.read(to, position + to.position()) < 0) {
        throw new EOFException(path + " has become shorter");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
