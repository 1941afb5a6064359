package io.cloakwork.serve.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.List;

/// A client's evaluation keys by content.
///
/// @param parametersId [io.cloakwork.ckks.Parameters#id()]
/// @param keys in the order of their codes, each code once
public record KeySet(String parametersId, List<KeyFile> keys) {

  /// @throws IllegalArgumentException if two keys have the same code
  public KeySet {
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
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(line(parametersId));
      keys.forEach(key -> digest.update(line(key.hash().hex())));
      return ContentHash.of(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  private static byte[] line(String text) {
    return (text + '\n').getBytes(StandardCharsets.US_ASCII);
  }

  /// Of all keys as they travel.
  public long bytes() {
    return keys.stream().mapToLong(KeyFile::bytes).sum();
  }
}
