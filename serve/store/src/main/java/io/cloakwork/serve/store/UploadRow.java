package io.cloakwork.serve.store;

import java.nio.ByteBuffer;

/// A row of the table of uploads: announced bytes, time of the announcement (64 bits each). How
/// much has arrived is the length of the part file: one truth, not two that a kill can part.
///
/// @param bytes that the file will have
/// @param created Unix milliseconds
record UploadRow(long bytes, long created) {

  byte[] encode() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(bytes).putLong(created).array();
  }

  static UploadRow decode(ByteBuffer row) {
    return new UploadRow(row.getLong(), row.getLong());
  }
}
