package io.cloakwork.compiler.artifact;

import io.cloakwork.spi.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/// The two parts of a program file and the hashes that hold them together; see the package for the
/// layout.
final class ProgramFile {

  static final int VERSION = 4;

  private static final byte[] MAGIC = "CLOAKPRG".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER_BYTES =
      MAGIC.length + 2 * Short.BYTES + Integer.BYTES + Long.BYTES;
  private static final int HASH_BYTES = 32;

  private ProgramFile() {}

  static boolean hasMagic(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return Arrays.equals(stream.readNBytes(MAGIC.length), MAGIC);
    }
  }

  /// Manifest and program as one file.
  static byte[] join(byte[] manifest, byte[] program) {
    long size = HEADER_BYTES + manifest.length + program.length + 2L * HASH_BYTES;
    ByteBuffer file = ByteBuffer.allocate(Math.toIntExact(size)).order(ByteOrder.LITTLE_ENDIAN);
    file.put(MAGIC).putShort((short) VERSION).putShort((short) 0);
    file.putInt(manifest.length).putLong(program.length);
    file.put(manifest);
    MessageDigest digest = Sha256.digest();
    digest.update(file.array(), 0, file.position());
    file.put(digest.digest());
    file.put(program);
    digest.reset();
    digest.update(file.array(), 0, file.position());
    file.put(digest.digest());
    return file.array();
  }

  /// The parts of a file, checked.
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Parts(byte[] manifest, byte[] program) {}

  /// The manifest alone, without reading what follows it.
  static byte[] readManifest(Path file, ArtifactLimits limits) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return new Reader(stream, Files.size(file), limits).manifest();
    }
  }

  static Parts read(Path file, ArtifactLimits limits) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      Reader reader = new Reader(stream, Files.size(file), limits);
      byte[] manifest = reader.manifest();
      return new Parts(manifest, reader.program());
    }
  }

  /// Reads a file from start to end, hashing it.
  private static final class Reader {

    private final InputStream stream;
    private final MessageDigest digest = Sha256.digest();
    private final int manifestBytes;
    private final int programBytes;

    Reader(InputStream stream, long size, ArtifactLimits limits) throws IOException {
      this.stream = stream;
      ByteBuffer header =
          ByteBuffer.wrap(take("header", HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
      byte[] magic = new byte[MAGIC.length];
      header.get(magic);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new ArtifactException("this is no Cloakwork program: its magic is not CLOAKPRG");
      }
      int version = Short.toUnsignedInt(header.getShort());
      int reserved = Short.toUnsignedInt(header.getShort());
      if (version != VERSION || reserved != 0) {
        throw new ArtifactException(
            "the program file has version %d.%d, this build reads %d.0"
                .formatted(version, reserved, VERSION));
      }
      this.manifestBytes =
          (int) bounded("manifest length", header.getInt(), limits.maxManifestBytes());
      this.programBytes =
          (int) bounded("program length", header.getLong(), limits.maxProgramBytes());
      long expected = HEADER_BYTES + 2L * HASH_BYTES + manifestBytes + programBytes;
      if (size != expected) {
        throw new ArtifactException(
            "the program file has %d bytes, its header announces %d".formatted(size, expected));
      }
    }

    private static long bounded(String field, long value, long max) throws ArtifactException {
      if (value < 1 || value > max) {
        throw new ArtifactException(
            "header field '%s' is %d, not in [1, %d]".formatted(field, value, max));
      }
      return value;
    }

    byte[] manifest() throws IOException {
      byte[] manifest = take("manifest", manifestBytes);
      requireHash("manifest");
      return manifest;
    }

    byte[] program() throws IOException {
      byte[] program = take("program", programBytes);
      requireHash("program");
      return program;
    }

    /// The hash of everything before it; it is part of what the next one covers.
    private void requireHash(String part) throws IOException {
      byte[] expected = copyOf(digest).digest();
      if (!MessageDigest.isEqual(expected, take("hash of the " + part, HASH_BYTES))) {
        throw new ArtifactException(
            "the %s does not have the SHA-256 that follows it, so the file was damaged"
                .formatted(part));
      }
    }

    private static MessageDigest copyOf(MessageDigest digest) {
      try {
        return (MessageDigest) digest.clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException("SHA-256 of the JDK can be copied", e);
      }
    }

    private byte[] take(String field, int count) throws IOException {
      byte[] bytes = stream.readNBytes(count);
      if (bytes.length < count) {
        throw new ArtifactException(
            "the program file ends inside its %s, %d bytes short"
                .formatted(field, count - bytes.length));
      }
      digest.update(bytes);
      return bytes;
    }
  }
}
