package io.cloakwork.serve.store;

import java.nio.ByteBuffer;

/// A row of the table of key files: bytes (64 bits), owners (32), damaged (a byte).
///
/// @param bytes of the file
/// @param owners how many have a set that names it
/// @param damaged whether it was found missing or changed
record FileRow(long bytes, int owners, boolean damaged) {

  byte[] encode() {
    return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + 1)
        .putLong(bytes)
        .putInt(owners)
        .put((byte) (damaged ? 1 : 0))
        .array();
  }

  static FileRow decode(ByteBuffer row) {
    return new FileRow(row.getLong(), row.getInt(), row.get() != 0);
  }

  FileRow withOwners(int newOwners) {
    return new FileRow(bytes, newOwners, damaged);
  }

  FileRow withDamaged(boolean newDamaged) {
    return new FileRow(bytes, owners, newDamaged);
  }
}
