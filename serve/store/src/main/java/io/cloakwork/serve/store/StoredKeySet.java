package io.cloakwork.serve.store;

import java.time.Instant;

/// A complete key set of one owner.
///
/// @param keySet what it consists of
/// @param created when it was committed first
/// @param lastUsed when its keys were last taken
/// @param expires when it is deleted unless it is used before
/// @param damaged whether a file of it was found missing or changed; then it cannot be used until
///   that file is uploaded again
public record StoredKeySet(
    KeySet keySet, Instant created, Instant lastUsed, Instant expires, boolean damaged) {

  public ContentHash id() {
    return keySet.id();
  }

  /// Of all its files.
  public long bytes() {
    return keySet.bytes();
  }
}
