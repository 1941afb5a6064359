package io.cloakwork.serve.protocol;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The bytes of an object that is to be sent, read again from anywhere when a connection was lost.
public interface ByteSource {

  /// Of the whole object.
  long bytes();

  /// The bytes from `offset` on.
  InputStream open(long offset) throws IOException;

  /// An array, which must not change.
  static ByteSource of(byte[] object) {
    return new ByteSource() {
      @Override
      public long bytes() {
        return object.length;
      }

      @Override
      public InputStream open(long offset) {
        int from = Math.toIntExact(offset);
        return new ByteArrayInputStream(object, from, object.length - from);
      }
    };
  }

  /// A file, which must not change.
  ///
  /// @throws IOException if there is none
  static ByteSource of(Path file) throws IOException {
    long size = Files.size(file);
    return new ByteSource() {
      @Override
      public long bytes() {
        return size;
      }

      @Override
      public InputStream open(long offset) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return Channels.newInputStream(channel.position(offset));
      }
    };
  }
}
