package io.cloakwork.client;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.wire.AtomicFile;
import io.cloakwork.ckks.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/// The file of a secret key, little-endian: magic `CLOAKKEY`, version (32 bits), log N (32 bits),
/// parameters id (32 bytes), two bits a coefficient (s + 1, the lowest bits of a byte first), the
/// SHA-256 of all before. The file is created with permissions 0600 and refused with any others. It
/// is not encrypted.
final class SecretKeyFile {

  private static final byte[] MAGIC = "CLOAKKEY".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int ID_BYTES = 32;
  private static final int HEADER_BYTES = MAGIC.length + 2 * Integer.BYTES + ID_BYTES;
  private static final int DIGEST_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private SecretKeyFile() {}

  /// Writes coefficients in {0, 1, 2}.
  static void write(Path file, Parameters parameters, byte[] biased) throws IOException {
    requirePosix(file);
    byte[] bytes = encode(parameters, biased);
    try {
      AtomicFile.write(
          file, stream -> stream.write(bytes), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /// Reads coefficients in {0, 1, 2}.
  static byte[] read(Path file, Parameters parameters) throws IOException {
    requirePosix(file);
    if (!Files.isRegularFile(file)) {
      throw new WireException("there is no secret key file %s".formatted(file));
    }
    requireOwnerOnly(file);
    int expected = fileBytes(parameters);
    byte[] bytes = new byte[expected + 1];
    try (var stream = Files.newInputStream(file)) {
      int got = stream.readNBytes(bytes, 0, bytes.length);
      if (got != expected) {
        throw new WireException(
            "secret key file: %s is %s bytes long, expected are %d"
                .formatted(file, got > expected ? "more than " + expected : got, expected));
      }
      return decode(bytes, parameters);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static int fileBytes(Parameters parameters) {
    return HEADER_BYTES + parameters.degree() / 4 + DIGEST_BYTES;
  }

  private static byte[] encode(Parameters parameters, byte[] biased) {
    ByteBuffer bytes = ByteBuffer.allocate(fileBytes(parameters)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(VERSION).putInt(parameters.logN()).put(parameters.idBytes());
    for (int i = 0; i < biased.length; i += 4) {
      int packed = biased[i] | biased[i + 1] << 2 | biased[i + 2] << 4 | biased[i + 3] << 6;
      bytes.put((byte) packed);
    }
    bytes.put(sha256(bytes.array(), bytes.position()));
    return bytes.array();
  }

  private static byte[] decode(byte[] file, Parameters parameters) throws WireException {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    bytes.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new WireException("secret key file: field 'magic' says this is no secret key");
    }
    requireField("version", bytes.getInt(), VERSION);
    requireField("log N", bytes.getInt(), parameters.logN());
    byte[] id = new byte[ID_BYTES];
    bytes.get(id);
    if (!Arrays.equals(id, parameters.idBytes())) {
      throw new WireException(
          "secret key file: field 'parameters id' is %s, the context has %s"
              .formatted(HexFormat.of().formatHex(id), parameters.id()));
    }
    int end = HEADER_BYTES + parameters.degree() / 4;
    byte[] found = Arrays.copyOfRange(file, end, end + DIGEST_BYTES);
    if (!MessageDigest.isEqual(found, sha256(file, end))) {
      throw new WireException(
          "secret key file: the trailer is not the SHA-256 of the file, so it was damaged");
    }
    return unpack(file, parameters.degree());
  }

  private static byte[] unpack(byte[] file, int degree) throws WireException {
    byte[] biased = new byte[degree];
    int invalid = 0;
    for (int i = 0; i < degree; i++) {
      int value = file[HEADER_BYTES + i / 4] >>> 2 * (i % 4) & 3;
      invalid |= value & value >>> 1;
      biased[i] = (byte) value;
    }
    if (invalid != 0) {
      Arrays.fill(biased, (byte) 0);
      throw new WireException("secret key file: a coefficient is not in {-1, 0, 1}");
    }
    return biased;
  }

  private static void requireField(String field, int found, int expected) throws WireException {
    if (found != expected) {
      throw new WireException(
          "secret key file: field '%s' is %d, expected is %d".formatted(field, found, expected));
    }
  }

  private static void requirePosix(Path file) throws WireException {
    if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      throw new WireException(
          "%s is on a file system without POSIX permissions, where a key cannot be kept private"
              .formatted(file));
    }
  }

  private static void requireOwnerOnly(Path file) throws IOException {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    permissions.addAll(Files.getPosixFilePermissions(file));
    permissions.removeAll(OWNER_ONLY);
    if (!permissions.isEmpty()) {
      throw new WireException(
          "secret key file %s has permissions %s; only its owner may have any: chmod 600"
              .formatted(file, PosixFilePermissions.toString(Files.getPosixFilePermissions(file))));
    }
  }

  private static byte[] sha256(byte[] bytes, int count) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, count);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
