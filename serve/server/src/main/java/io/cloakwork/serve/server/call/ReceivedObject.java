package io.cloakwork.serve.server.call;

import com.google.protobuf.ByteString;
import io.cloakwork.serve.protocol.IncomingObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// An object that a client is sending: short ones are kept in memory, long ones on disk. Closing it
/// drops what has arrived. Not thread-safe.
sealed interface ReceivedObject extends AutoCloseable {

  /// Where objects go.
  ///
  /// @param budget that those in memory share
  /// @param spoolBytes from which length on objects go to disk
  /// @param folder for files that nobody else may read
  record Places(MemoryBudget budget, long spoolBytes, Path folder) {

    /// Makes room for an object.
    ///
    /// @param announced its length, which the caller has checked
    /// @throws CallException if there is no memory left for it now
    ReceivedObject receive(String what, long announced) throws IOException {
      return announced >= spoolBytes
          ? new OnDisk(what, announced, folder)
          : new InMemory(what, announced, budget.take(announced));
    }
  }

  /// Takes the next bytes.
  ///
  /// @throws IncomingObject.ChunkException if they do not belong to what was announced
  void append(ByteString chunk) throws IOException;

  boolean isComplete();

  /// The bytes, once; only of a complete object.
  InputStream open() throws IOException;

  @Override
  void close();

  /// Chunks as they came.
  final class InMemory implements ReceivedObject {

    private final IncomingObject object;
    private final MemoryBudget.Share share;

    private InMemory(String what, long announced, MemoryBudget.Share share) throws IOException {
      this.share = share;
      this.object = new IncomingObject(what, announced, announced);
    }

    @Override
    public void append(ByteString chunk) throws IOException {
      object.append(chunk);
    }

    @Override
    public boolean isComplete() {
      return object.isComplete();
    }

    @Override
    public InputStream open() throws IOException {
      return object.open();
    }

    @Override
    public void close() {
      share.close();
    }
  }

  /// A file without a name: it goes with the process, whatever ends that.
  final class OnDisk implements ReceivedObject {

    private final String what;
    private final long announced;
    private final FileChannel channel;
    private long received;

    private OnDisk(String what, long announced, Path folder) throws IOException {
      this.what = what;
      this.announced = announced;
      Path file = Files.createTempFile(folder, "receiving-", ".tmp");
      this.channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
    }

    @Override
    public void append(ByteString chunk) throws IOException {
      if (chunk.isEmpty() || chunk.size() > announced - received) {
        throw CallException.invalid(
            "%s: %d bytes follow the %d of %d that have arrived",
            what, chunk.size(), received, announced);
      }
      java.nio.ByteBuffer bytes = chunk.asReadOnlyByteBuffer();
      while (bytes.hasRemaining()) {
        received += channel.write(bytes, received);
      }
    }

    @Override
    public boolean isComplete() {
      return received == announced;
    }

    @Override
    public InputStream open() throws IOException {
      return Channels.newInputStream(channel.position(0));
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
