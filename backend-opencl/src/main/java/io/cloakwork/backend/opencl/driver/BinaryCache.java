package io.cloakwork.backend.opencl.driver;

import io.cloakwork.spi.hash.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// Binaries of programs on disk, by the hash of everything that they depend on. A file is the
/// SHA-256 of a binary and then the binary; it appears whole or not at all, and one that is damaged
/// counts as missing. What goes wrong with the disk costs time, nothing else.
public final class BinaryCache {

  private static final int HASH_BYTES = 32;

  // Null: keeps nothing.
  private final Path folder;

  private BinaryCache(Path folder) {
    this.folder = folder;
  }

  public static BinaryCache in(Path folder) {
    return new BinaryCache(folder);
  }

  /// A cache that keeps nothing.
  public static BinaryCache off() {
    return new BinaryCache(null);
  }

  /// The name for texts that decide what a binary is.
  static String key(String... texts) {
    MessageDigest digest = Sha256.digest();
    for (String text : texts) {
      byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      digest.update(bytes);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// SHA-256 in hexadecimal.
  static String hash(byte[] bytes) {
    return Sha256.hex(bytes);
  }

  /// The binary of that name, if it is here and whole.
  Optional<byte[]> read(String key) {
    if (folder == null) {
      return Optional.empty();
    }
    try {
      byte[] file = Files.readAllBytes(path(key));
      if (file.length <= HASH_BYTES) {
        return Optional.empty();
      }
      byte[] binary = Arrays.copyOfRange(file, HASH_BYTES, file.length);
      byte[] hash = Arrays.copyOf(file, HASH_BYTES);
      return MessageDigest.isEqual(hash, Sha256.of(binary))
          ? Optional.of(binary)
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /// Keeps a binary.
  void write(String key, byte[] binary) {
    if (folder == null) {
      return;
    }
    try {
      Files.createDirectories(folder);
      Path part = Files.createTempFile(folder, key, ".part");
      try {
        byte[] file = Arrays.copyOf(Sha256.of(binary), HASH_BYTES + binary.length);
        System.arraycopy(binary, 0, file, HASH_BYTES, binary.length);
        Files.write(part, file);
        move(part, path(key));
      } finally {
        Files.deleteIfExists(part);
      }
    } catch (IOException _) {
      // The program is compiled again next time.
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /// Forgets a binary that the driver refuses.
  void remove(String key) {
    if (folder != null) {
      try {
        Files.deleteIfExists(path(key));
      } catch (IOException _) {
        // It will be refused again, and replaced.
      }
    }
  }

  Path path(String key) {
    return folder.resolve(key + ".bin");
  }
}
