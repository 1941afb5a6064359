package io.cloakwork.serve.store;

import io.cloakwork.spi.hash.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A row of the table of key sets: created, last used, time to live (64 bits each, milliseconds),
/// damaged (a byte); then the parameters' id, the number of keys, and per key code, level, bytes,
/// hash.
///
/// @param created Unix milliseconds
/// @param lastUsed Unix milliseconds
/// @param ttlMillis after the last use
/// @param damaged whether a file of the set is
/// @param keySet what the set consists of
record SetRow(long created, long lastUsed, long ttlMillis, boolean damaged, KeySet keySet) {

  private static final int HEAD_BYTES = 3 * Long.BYTES + 1;
  private static final int KEY_BYTES = 2 * Integer.BYTES + Long.BYTES + Sha256.BYTES;

  /// What every use of a set looks at, without its keys.
  ///
  /// @param lastUsed Unix milliseconds
  /// @param ttlMillis after the last use
  /// @param damaged whether a file of the set is
  record Head(long lastUsed, long ttlMillis, boolean damaged) {

    static Head decode(ByteBuffer row) {
      return new Head(
          row.getLong(Long.BYTES), row.getLong(2 * Long.BYTES), row.get(3 * Long.BYTES) != 0);
    }
  }

  Head head() {
    return new Head(lastUsed, ttlMillis, damaged);
  }

  byte[] encode() {
    List<KeyFile> keys = keySet.keys();
    ByteBuffer row =
        ByteBuffer.allocate(HEAD_BYTES + Sha256.BYTES + Integer.BYTES + keys.size() * KEY_BYTES);
    row.putLong(created).putLong(lastUsed).putLong(ttlMillis).put((byte) (damaged ? 1 : 0));
    row.put(HexFormat.of().parseHex(keySet.parametersId())).putInt(keys.size());
    for (KeyFile key : keys) {
      row.putInt(key.code()).putInt(key.level()).putLong(key.bytes()).put(key.hash().bytes());
    }
    return row.array();
  }

  static SetRow decode(ByteBuffer row) {
    long created = row.getLong();
    long lastUsed = row.getLong();
    long ttlMillis = row.getLong();
    boolean damaged = row.get() != 0;
    String parametersId = hash(row).hex();
    int count = row.getInt();
    List<KeyFile> keys = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      keys.add(new KeyFile(row.getInt(), row.getInt(), row.getLong(), hash(row)));
    }
    return new SetRow(created, lastUsed, ttlMillis, damaged, new KeySet(parametersId, keys));
  }

  private static ContentHash hash(ByteBuffer row) {
    byte[] bytes = new byte[Sha256.BYTES];
    row.get(bytes);
    return ContentHash.of(bytes);
  }

  SetRow withUse(long newLastUsed, long newTtlMillis) {
    return new SetRow(created, Math.max(lastUsed, newLastUsed), newTtlMillis, damaged, keySet);
  }

  SetRow withDamaged(boolean newDamaged) {
    return new SetRow(created, lastUsed, ttlMillis, newDamaged, keySet);
  }

  boolean names(ContentHash file) {
    return keySet.keys().stream().anyMatch(key -> key.hash().equals(file));
  }

  StoredKeySet stored(long latestUse) {
    return new StoredKeySet(
        keySet,
        Instant.ofEpochMilli(created),
        Instant.ofEpochMilli(latestUse),
        Instant.ofEpochMilli(latestUse + ttlMillis),
        damaged);
  }
}
