package io.cloakwork.serve.store;

import io.cloakwork.spi.hash.Sha256;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The SHA-256 of some bytes, which is their name.
///
/// @param hex 64 lower-case hexadecimal digits
public record ContentHash(String hex) implements Comparable<ContentHash> {

  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

  public ContentHash {
    if (!DIGITS.matcher(hex).matches()) {
      throw new IllegalArgumentException(
          "a content hash has %d lower-case hexadecimal digits".formatted(2 * Sha256.BYTES));
    }
  }

  /// @throws IllegalArgumentException if there are not 32 bytes
  public static ContentHash of(byte[] sha256) {
    if (sha256.length != Sha256.BYTES) {
      throw new IllegalArgumentException(
          "a SHA-256 has %d bytes, not %d".formatted(Sha256.BYTES, sha256.length));
    }
    return new ContentHash(HexFormat.of().formatHex(sha256));
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
