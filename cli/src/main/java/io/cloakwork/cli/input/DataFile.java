package io.cloakwork.cli.input;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A data file open for reading, decompressed on the way if it is gzip. Formats are told apart by
/// their first bytes, not by the file's name.
final class DataFile implements AutoCloseable {

  private static final int BUFFER = 1 << 16;
  private static final int SKIP_BUFFER = 1 << 13;

  private final String name;
  private final InputStream in;

  private DataFile(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  static DataFile open(Path path) {
    String name = String.valueOf(path.getFileName());
    if (Files.isDirectory(path)) {
      throw new InputException(path + " is a folder, not a file");
    }
    try {
      return new DataFile(name, decompressed(Files.newInputStream(path)));
    } catch (NoSuchFileException e) {
      throw new InputException("there is no file " + path, e);
    } catch (IOException e) {
      throw new InputException("cannot read " + path + ": " + sentence(e), e);
    }
  }

  private static InputStream decompressed(InputStream raw) throws IOException {
    try {
      InputStream buffered = new BufferedInputStream(raw, BUFFER);
      byte[] magic = peek(buffered, 2);
      boolean gzip = magic.length == 2 && magic[0] == 0x1f && (magic[1] & 0xff) == 0x8b;
      return gzip
          ? new BufferedInputStream(new GZIPInputStream(buffered, BUFFER), BUFFER)
          : buffered;
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  String name() {
    return name;
  }

  InputStream stream() {
    return in;
  }

  /// The next bytes without consuming them; fewer where the file ends.
  byte[] peek(int length) {
    try {
      return peek(in, length);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static byte[] peek(InputStream in, int length) throws IOException {
    in.mark(length);
    byte[] bytes = in.readNBytes(length);
    in.reset();
    return bytes;
  }

  /// Fills `bytes` from the file.
  ///
  /// @param what names these bytes if they are missing
  void readFully(byte[] bytes, String what) {
    try {
      int read = in.readNBytes(bytes, 0, bytes.length);
      if (read < bytes.length) {
        throw new InputException(
            "%s ends in %s: %,d of %,d bytes are there".formatted(name, what, read, bytes.length));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /// Passes over bytes.
  void skip(long bytes, String what) {
    byte[] buffer = new byte[SKIP_BUFFER];
    long left = bytes;
    while (left > 0) {
      int chunk = (int) Math.min(left, buffer.length);
      readFully(chunk == buffer.length ? buffer : Arrays.copyOf(buffer, chunk), what);
      left -= chunk;
    }
  }

  /// Reads at most `limit` bytes and drops them.
  ///
  /// @return how many there were before the end of the file
  long drain(long limit) {
    byte[] buffer = new byte[BUFFER];
    long drained = 0;
    try {
      while (drained < limit) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, limit - drained));
        if (read < 0) {
          break;
        }
        drained += read;
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    return drained;
  }

  InputException unreadable(IOException e) {
    return new InputException("cannot read " + name + ": " + sentence(e), e);
  }

  private static String sentence(IOException e) {
    return switch (e) {
      case EOFException _ -> "its compressed data end too early";
      case ZipException zip -> "its compressed data are damaged (" + zip.getMessage() + ")";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
