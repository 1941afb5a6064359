package io.cloakwork.kernels.cuda;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/// How fat binaries are packed into resources.
final class Packing {

  // Instructions are 16 bytes long, and so aligned.
  private static final int POSITION_BITS = 4;

  // As long as an image; whoever unpacks it needs as much memory.
  private static final int DICTIONARY_BYTES = 1 << 21;

  private Packing() {}

  static void pack(byte[] bytes, Path file) throws IOException {
    LZMA2Options options = new LZMA2Options(LZMA2Options.PRESET_MAX);
    options.setDictSize(DICTIONARY_BYTES);
    options.setPb(POSITION_BITS);
    options.setNiceLen(LZMA2Options.NICE_LEN_MAX);
    try (OutputStream out = new XZOutputStream(Files.newOutputStream(file), options)) {
      out.write(bytes);
    }
  }

  static byte[] unpacked(Path file) throws IOException {
    try (XZInputStream in = new XZInputStream(Files.newInputStream(file))) {
      return in.readAllBytes();
    }
  }
}
