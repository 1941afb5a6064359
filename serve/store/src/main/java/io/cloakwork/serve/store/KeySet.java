package io.cloakwork.serve.store;

import io.cloakwork.spi.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;

/// A client's evaluation keys by content.
///
/// @param parametersId [io.cloakwork.ckks.Parameters#id()]
/// @param keys in the order of their codes, each code once
public record KeySet(String parametersId, List<KeyFile> keys) {

  /// @throws IllegalArgumentException if two keys have the same code, or the parameters' id is not
  ///   64 lower-case hexadecimal digits
  public KeySet {
    if (!ContentHash.isHash(parametersId)) {
      throw new IllegalArgumentException(
          "a parameters id has 64 lower-case hexadecimal digits, not %d characters like these"
              .formatted(parametersId.length()));
    }
    keys = keys.stream().sorted(Comparator.comparingInt(KeyFile::code)).toList();
    for (int i = 1; i < keys.size(); i++) {
      if (keys.get(i).code() == keys.get(i - 1).code()) {
        throw new IllegalArgumentException(
            "the key set has key %d twice".formatted(keys.get(i).code()));
      }
    }
  }

  /// The set's name: SHA-256 of the parameters' id and the keys' hashes in order, each in
  /// lower-case hexadecimal digits followed by a line feed.
  public ContentHash id() {
    MessageDigest digest = Sha256.digest();
    digest.update(line(parametersId));
    keys.forEach(key -> digest.update(line(key.hash().hex())));
    return ContentHash.of(digest.digest());
  }

  private static byte[] line(String text) {
    return (text + '\n').getBytes(StandardCharsets.US_ASCII);
  }

  /// Of all keys as they travel.
  public long bytes() {
    return keys.stream().mapToLong(KeyFile::bytes).sum();
  }
}
