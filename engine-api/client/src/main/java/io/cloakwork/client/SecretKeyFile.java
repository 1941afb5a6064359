package io.cloakwork.client;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.wire.AtomicFile;
import io.cloakwork.ckks.wire.WireException;
import io.cloakwork.spi.hash.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/// The file of a secret key, little-endian: magic `CLOAKKEY`, version (32 bits), log N (32 bits),
/// parameters id (32 bytes); then, in version 1, two bits a coefficient (s + 1, the lowest bits of
/// a byte first) and the SHA-256 of all before; in version 2 the coefficients encrypted with a
/// passphrase ([SecretKeySeal]), which authenticates the fields before them. The file is created
/// with permissions 0600 and refused with any others.
final class SecretKeyFile {

  private static final byte[] MAGIC = "CLOAKKEY".getBytes(StandardCharsets.US_ASCII);
  private static final int PLAIN = 1;
  private static final int ENCRYPTED = 2;
  private static final int ID_BYTES = 32;
  private static final int HEADER_BYTES = MAGIC.length + 2 * Integer.BYTES + ID_BYTES;
  private static final int DIGEST_BYTES = 32;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private SecretKeyFile() {}

  /// Writes coefficients in {0, 1, 2}.
  ///
  /// @param passphrase to encrypt with, or null
  static void write(Path file, Parameters parameters, byte[] biased, Passphrase passphrase)
      throws IOException {
    requirePosix(file);
    byte[] packed = pack(biased);
    byte[] bytes =
        passphrase == null ? plain(parameters, packed) : encrypted(parameters, packed, passphrase);
    try {
      AtomicFile.write(
          file, stream -> stream.write(bytes), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } finally {
      Arrays.fill(packed, (byte) 0);
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /// Whether the file can only be read with a passphrase; nothing of it is checked but what it
  /// begins with.
  static boolean isEncrypted(Path file) throws IOException {
    requireRegular(file);
    try (var stream = Files.newInputStream(file)) {
      ByteBuffer start =
          ByteBuffer.wrap(stream.readNBytes(MAGIC.length + Integer.BYTES))
              .order(ByteOrder.LITTLE_ENDIAN);
      return start.remaining() == MAGIC.length + Integer.BYTES
          && start.getInt(MAGIC.length) == ENCRYPTED;
    }
  }

  /// Reads coefficients in {0, 1, 2}.
  ///
  /// @param passphrase that the file was encrypted with, or null
  static byte[] read(Path file, Parameters parameters, Passphrase passphrase) throws IOException {
    requirePosix(file);
    requireRegular(file);
    requireOwnerOnly(file);
    boolean encrypted = isEncrypted(file);
    if (encrypted && passphrase == null) {
      throw new WireException(
          "secret key file %s is encrypted: it takes its passphrase".formatted(file));
    }
    int packedBytes = parameters.degree() / 4;
    int expected =
        HEADER_BYTES + packedBytes + (encrypted ? SecretKeySeal.OVERHEAD_BYTES : DIGEST_BYTES);
    byte[] bytes = new byte[expected + 1];
    try (var stream = Files.newInputStream(file)) {
      int got = stream.readNBytes(bytes, 0, bytes.length);
      if (got != expected) {
        throw new WireException(
            "secret key file: %s is %s bytes long, expected are %d"
                .formatted(file, got > expected ? "more than " + expected : got, expected));
      }
      requireHeader(bytes, parameters, encrypted ? ENCRYPTED : PLAIN);
      byte[] packed =
          encrypted
              ? SecretKeySeal.open(bytes, HEADER_BYTES, expected, passphrase, file)
              : checked(bytes, packedBytes);
      try {
        return unpack(packed, parameters.degree());
      } finally {
        Arrays.fill(packed, (byte) 0);
      }
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static void putHeader(byte[] file, Parameters parameters, int version) {
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putInt(version)
        .putInt(parameters.logN())
        .put(parameters.idBytes());
  }

  private static byte[] plain(Parameters parameters, byte[] packed) {
    int end = HEADER_BYTES + packed.length;
    byte[] file = new byte[end + DIGEST_BYTES];
    putHeader(file, parameters, PLAIN);
    System.arraycopy(packed, 0, file, HEADER_BYTES, packed.length);
    System.arraycopy(sha256(file, end), 0, file, end, DIGEST_BYTES);
    return file;
  }

  private static byte[] encrypted(Parameters parameters, byte[] packed, Passphrase passphrase) {
    byte[] file = new byte[HEADER_BYTES + packed.length + SecretKeySeal.OVERHEAD_BYTES];
    putHeader(file, parameters, ENCRYPTED);
    SecretKeySeal.seal(file, HEADER_BYTES, packed, passphrase);
    return file;
  }

  private static byte[] pack(byte[] biased) {
    byte[] packed = new byte[biased.length / 4];
    for (int i = 0; i < biased.length; i += 4) {
      packed[i / 4] =
          (byte) (biased[i] | biased[i + 1] << 2 | biased[i + 2] << 4 | biased[i + 3] << 6);
    }
    return packed;
  }

  private static void requireHeader(byte[] bytes, Parameters parameters, int version)
      throws WireException {
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[MAGIC.length];
    file.get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new WireException("secret key file: field 'magic' says this is no secret key");
    }
    requireField("version", file.getInt(), version);
    requireField("log N", file.getInt(), parameters.logN());
    byte[] id = new byte[ID_BYTES];
    file.get(id);
    if (!Arrays.equals(id, parameters.idBytes())) {
      throw new WireException(
          "secret key file: field 'parameters id' is %s, the context has %s"
              .formatted(HexFormat.of().formatHex(id), parameters.id()));
    }
  }

  /// The packed coefficients of a plain file, whose SHA-256 is right.
  private static byte[] checked(byte[] file, int packedBytes) throws WireException {
    int end = HEADER_BYTES + packedBytes;
    byte[] found = Arrays.copyOfRange(file, end, end + DIGEST_BYTES);
    if (!MessageDigest.isEqual(found, sha256(file, end))) {
      throw new WireException(
          "secret key file: the trailer is not the SHA-256 of the file, so it was damaged");
    }
    return Arrays.copyOfRange(file, HEADER_BYTES, end);
  }

  private static byte[] unpack(byte[] packed, int degree) throws WireException {
    byte[] biased = new byte[degree];
    int invalid = 0;
    for (int i = 0; i < degree; i++) {
      int value = packed[i / 4] >>> 2 * (i % 4) & 3;
      invalid |= value & value >>> 1;
      biased[i] = (byte) value;
    }
    if (invalid != 0) {
      Arrays.fill(biased, (byte) 0);
      throw new WireException("secret key file: a coefficient is not in {-1, 0, 1}");
    }
    return biased;
  }

  private static void requireRegular(Path file) throws WireException {
    if (!Files.isRegularFile(file)) {
      throw new WireException("there is no secret key file %s".formatted(file));
    }
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
    MessageDigest digest = Sha256.digest();
    digest.update(bytes, 0, count);
    return digest.digest();
  }
}
