package io.cloakwork.client;

import io.cloakwork.ckks.wire.WireException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The encrypted part of a secret key file: how the key was made of the passphrase, a nonce, and
/// AES-256-GCM of the content, which authenticates all of the file before it (NIST SP 800-38D).
/// Salt and nonce are drawn for each file, so that no key and nonce are ever used twice.
///
/// | bytes | field |
/// |---|---|
/// | 4 | Argon2id memory, KiB |
/// | 4 | passes |
/// | 4 | lanes |
/// | 16 | salt |
/// | 12 | nonce |
/// | … | content, encrypted |
/// | 16 | tag |
final class SecretKeySeal {

  private static final int SALT_BYTES = 16;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final int HEADER_BYTES = 3 * Integer.BYTES + SALT_BYTES + NONCE_BYTES;

  /// Bytes that a file is longer for being encrypted.
  static final int OVERHEAD_BYTES = HEADER_BYTES + TAG_BYTES;

  private SecretKeySeal() {}

  /// Puts the encryption of `content` at `at`; what is in `file` before is authenticated with it.
  static void seal(byte[] file, int at, byte[] content, Passphrase passphrase) {
    SecureRandom random = new SecureRandom();
    byte[] salt = new byte[SALT_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(salt);
    random.nextBytes(nonce);
    Argon2id.Cost cost = passphrase.cost();
    ByteBuffer.wrap(file)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(at)
        .putInt(cost.memoryKib())
        .putInt(cost.passes())
        .putInt(cost.lanes())
        .put(salt)
        .put(nonce);
    int start = at + HEADER_BYTES;
    byte[] key = passphrase.derive(salt, cost, KEY_BYTES);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce);
      cipher.updateAAD(file, 0, start);
      cipher.doFinal(content, 0, content.length, file, start);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES-GCM", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /// The content of a file in which [#seal] has put it at `at`.
  ///
  /// @param end of the file
  /// @param name of the file, for the refusal
  /// @throws WireException if the passphrase is another, the file was changed, or it asks for more
  ///   than opening a file may cost
  static byte[] open(byte[] file, int at, int end, Passphrase passphrase, Path name)
      throws WireException {
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).position(at);
    Argon2id.Cost cost = cost(header);
    byte[] salt = new byte[SALT_BYTES];
    byte[] nonce = new byte[NONCE_BYTES];
    header.get(salt).get(nonce);
    int start = at + HEADER_BYTES;
    byte[] key = passphrase.derive(salt, cost, KEY_BYTES);
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce);
      cipher.updateAAD(file, 0, start);
      return cipher.doFinal(file, start, end - start);
    } catch (AEADBadTagException e) {
      throw new WireException(
          "the passphrase is not that of secret key file %s, or the file was changed"
              .formatted(name),
          e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has AES-GCM", e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private static Argon2id.Cost cost(ByteBuffer file) throws WireException {
    try {
      return new Argon2id.Cost(file.getInt(), file.getInt(), file.getInt());
    } catch (IllegalArgumentException e) {
      throw new WireException("secret key file: " + e.getMessage(), e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
    return cipher;
  }
}
