package io.cloakwork.cli.input;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/// Makes the files that the readers are tested with.
final class DataFiles {

  private DataFiles() {}

  /// An IDX file of unsigned bytes 0, 1, 2, … of that shape.
  static byte[] idxBytes(int... shape) {
    int values = 1;
    for (int extent : shape) {
      values *= extent;
    }
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + values);
    file.put(new byte[] {0, 0, 8, (byte) shape.length});
    for (int extent : shape) {
      file.putInt(extent);
    }
    for (int i = 0; i < values; i++) {
      file.put((byte) i);
    }
    return file.array();
  }

  /// An IDX header alone, with any extents.
  static byte[] idxHeader(int type, int... shape) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length);
    file.put(new byte[] {0, 0, (byte) type, (byte) shape.length});
    for (int extent : shape) {
      file.putInt(extent);
    }
    return file.array();
  }

  /// An NPY file, version 1, of that dictionary and those data.
  static byte[] npy(String dictionary, byte[] data) {
    byte[] header = (dictionary + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer file = ByteBuffer.allocate(10 + header.length + data.length);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.put((byte) header.length).put((byte) (header.length >> 8));
    return file.put(header).put(data).array();
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  static Path write(Path folder, String name, byte[] content) {
    try {
      return Files.write(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path write(Path folder, String name, String content) {
    return write(folder, name, content.getBytes(StandardCharsets.UTF_8));
  }
}
