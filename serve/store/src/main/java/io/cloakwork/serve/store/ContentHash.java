package io.cloakwork.serve.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The SHA-256 of some bytes, which is their name.
///
/// @param hex 64 lower-case hexadecimal digits
public record ContentHash(String hex) implements Comparable<ContentHash> {

  /// Bytes of a hash.
  public static final int BYTES = 32;

  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

  public ContentHash {
    if (!DIGITS.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "a content hash has %d lower-case hexadecimal digits".formatted(2 * BYTES));
    }
  }

  /// @throws IllegalArgumentException if there are not 32 bytes
  public static ContentHash of(byte[] sha256) {
    if (sha256.length != BYTES) {
      throw new IllegalArgumentException(
          "a SHA-256 has %d bytes, not %d".formatted(BYTES, sha256.length));
    }
    return new ContentHash(HexFormat.of().formatHex(sha256));
  }

  /// A digest that gives such hashes.
  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /// Whether `text` is a hash as this class writes it.
  static boolean isHash(String text) {
    return DIGITS.matcher(text).matches();
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public int compareTo(ContentHash other) {
    return Arrays.compareUnsigned(bytes(), other.bytes());
  }

  @Override
  public String toString() {
    return hex;
  }
}
