package io.cloakwork.serve.protocol;

import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.wire.AtomicFile;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.spi.hash.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// An evaluation key as it will travel.
///
/// @param code of the key ([io.cloakwork.ckks.KeyId#code()])
/// @param level the highest that it serves
/// @param sha256 of the whole wire object, 64 lower-case hexadecimal digits
/// @param object the key's wire object
public record LocalKey(int code, int level, String sha256, ByteSource object) {

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  public LocalKey {
    if (code < 0 || level < 0) {
      throw new IllegalArgumentException("key %d at level %d".formatted(code, level));
    }
    if (!HASH.matcher(sha256).matches()) {
      throw new IllegalArgumentException("a SHA-256 has 64 lower-case hexadecimal digits");
    }
  }

  /// A key in memory.
  public static LocalKey of(KeySwitchKey key) {
    byte[] object = WireWriter.of(key).toBytes();
    return new LocalKey(
        key.id().code(), key.level(), hex(Sha256.of(object)), ByteSource.of(object));
  }

  /// Writes a key to `file`, as a whole or not at all, and hashes it on the way: at most one row of
  /// residues is in memory.
  public static LocalKey write(KeySwitchKey key, Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    AtomicFile.write(
        file,
        stream -> {
          OutputStream hashed = new DigestOutputStream(stream, digest);
          WireWriter.of(key).writeTo(hashed);
        });
    return new LocalKey(key.id().code(), key.level(), hex(digest.digest()), ByteSource.of(file));
  }

  /// Of the whole wire object.
  public long bytes() {
    return object.bytes();
  }

  private static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }
}
