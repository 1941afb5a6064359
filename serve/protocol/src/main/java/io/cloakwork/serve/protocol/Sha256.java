package io.cloakwork.serve.protocol;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The hash that names objects.
final class Sha256 {

  static final int BYTES = 32;

  private Sha256() {}

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  static byte[] of(byte[] bytes) {
    return digest().digest(bytes);
  }
}
