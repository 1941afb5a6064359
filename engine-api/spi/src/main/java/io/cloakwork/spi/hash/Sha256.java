package io.cloakwork.spi.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256, by which objects, programs, graphs and files are named and checked (FIPS 180-4).
public final class Sha256 {

  /// Bytes of a hash.
  public static final int BYTES = 32;

  private Sha256() {}

  /// A digest that has seen nothing.
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /// The hash of `bytes`.
  public static byte[] of(byte[] bytes) {
    return digest().digest(bytes);
  }

  /// The hash of `bytes` as 64 lower-case hexadecimal digits.
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(of(bytes));
  }
}
