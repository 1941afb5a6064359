package io.cloakwork.cli.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Arrays;

/// Writes a tape archive in the ustar format (POSIX.1-1988, IEEE Std 1003.1 "pax", ustar
/// interchange format). Every member is owned by root and of the same time, so that the same
/// members make the same bytes.
final class TarWriter {

  private static final int BLOCK = 512;
  private static final int NAME = 100;
  private static final int PREFIX = 155;
  private static final int PREFIX_AT = 345;
  private static final int CHECKSUM_AT = 148;
  private static final int MAGIC_AT = 257;
  // Readers take twenty blocks at a time.
  private static final int RECORD = 20 * BLOCK;
  private static final long MAX_SIZE = (1L << 33) - 1; // eleven octal digits

  private final OutputStream out;
  private final Instant time;
  private long written;

  TarWriter(OutputStream out, Instant time) {
    this.out = out;
    this.time = time;
  }

  /// Writes one member.
  ///
  /// @param path with slashes between names and none at the ends
  /// @throws IllegalArgumentException if the format has no room for the path
  void put(String path, Member member) throws IOException {
    switch (member) {
      case Member.Folder _ -> header(path + "/", '5', 0755, 0, "");
      case Member.Link link -> header(path, '2', 0777, 0, link.target());
      // Read whole, so that size and content are of the same moment.
      case Member.OnDisk file ->
          file(path, mode(file.executable()), Files.readAllBytes(file.file()));
      case Member.Jar jar -> file(path, mode(false), PlainJar.copyOf(jar.file(), time));
      case Member.Text text -> file(path, mode(false), text.text().getBytes(UTF_8));
    }
  }

  private void file(String path, int mode, byte[] content) throws IOException {
    header(path, '0', mode, content.length, "");
    write(content);
    pad(BLOCK);
  }

  /// The size of what was written so far.
  long bytesWritten() {
    return written;
  }

  private static int mode(boolean executable) {
    return executable ? 0755 : 0644;
  }

  /// Writes the end of the archive; the stream stays open.
  void finish() throws IOException {
    write(new byte[2 * BLOCK]);
    pad(RECORD);
    out.flush();
  }

  private void header(String path, char type, int mode, long size, String target)
      throws IOException {
    if (size > MAX_SIZE) {
      throw new IllegalArgumentException("%s has %,d bytes, too many".formatted(path, size));
    }
    byte[] block = new byte[BLOCK];
    int split = split(path);
    text(block, 0, NAME, path.substring(split == 0 ? 0 : split + 1));
    octal(block, 100, 8, mode);
    octal(block, 108, 8, 0); // user and group
    octal(block, 116, 8, 0);
    octal(block, 124, 12, size);
    octal(block, 136, 12, time.getEpochSecond());
    block[156] = (byte) type;
    text(block, 157, NAME, target);
    text(block, MAGIC_AT, 6, "ustar");
    text(block, MAGIC_AT + 6, 2, "00");
    text(block, 265, 32, "root");
    text(block, 297, 32, "root");
    text(block, PREFIX_AT, PREFIX, path.substring(0, split));
    // The checksum is that of a header with blanks in its place.
    Arrays.fill(block, CHECKSUM_AT, CHECKSUM_AT + 8, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    octal(block, CHECKSUM_AT, 7, sum);
    write(block);
  }

  /// Where a long path is divided into prefix and name: at a slash, or 0 if it is short.
  private static int split(String path) {
    if (path.getBytes(UTF_8).length <= NAME) {
      return 0;
    }
    int slash = path.indexOf('/', path.length() - NAME - 1);
    if (slash <= 0 || slash > PREFIX || slash == path.length() - 1) {
      throw new IllegalArgumentException("an archive has no room for the path " + path);
    }
    return slash;
  }

  private static void text(byte[] block, int at, int width, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length > width) {
      throw new IllegalArgumentException("an archive has no room for the name " + text);
    }
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  /// Octal digits with zeros in front and a zero byte behind.
  private static void octal(byte[] block, int at, int width, long value) {
    String digits = Long.toOctalString(value);
    text(block, at, width - 1, "0".repeat(Math.max(0, width - 1 - digits.length())) + digits);
    block[at + width - 1] = 0;
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes);
    written += bytes.length;
  }

  private void pad(int unit) throws IOException {
    int rest = (int) (written % unit);
    if (rest > 0) {
      write(new byte[unit - rest]);
    }
  }
}
