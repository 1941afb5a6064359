package io.cloakwork.serve.store;

import io.cloakwork.spi.hash.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A row of the table of jobs: submitted, expires (64 bits each, milliseconds; 0 until it is done),
/// the most bytes of a result (64), key set, SHA-256 of the input, length and letters of the
/// model's name, number of items, and per item bytes, lane, all lanes.
///
/// @param submitted Unix milliseconds
/// @param expires Unix milliseconds, 0 until the job is done
/// @param input of all items, one after the other
/// @param description what the job is to do
record JobRow(long submitted, long expires, ContentHash input, JobDescription description) {

  private static final int FIXED_BYTES = 3 * Long.BYTES + 2 * Sha256.BYTES + 2 * Integer.BYTES;
  private static final int ITEM_BYTES = Long.BYTES + Integer.BYTES + 1;

  byte[] encode() {
    byte[] model = description.model().getBytes(StandardCharsets.UTF_8);
    List<JobItem> items = description.items();
    ByteBuffer row = ByteBuffer.allocate(FIXED_BYTES + model.length + items.size() * ITEM_BYTES);
    row.putLong(submitted).putLong(expires).putLong(description.maxResultBytes());
    row.put(description.keySet().bytes()).put(input.bytes());
    row.putInt(model.length).put(model).putInt(items.size());
    for (JobItem item : items) {
      row.putLong(item.bytes()).putInt(item.lane()).put((byte) (item.allLanes() ? 1 : 0));
    }
    return row.array();
  }

  static JobRow decode(ByteBuffer row) {
    long submitted = row.getLong();
    long expires = row.getLong();
    long maxResultBytes = row.getLong();
    ContentHash keySet = ContentHash.of(bytes(row, Sha256.BYTES));
    ContentHash input = ContentHash.of(bytes(row, Sha256.BYTES));
    String model = new String(bytes(row, row.getInt()), StandardCharsets.UTF_8);
    int count = row.getInt();
    List<JobItem> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      items.add(new JobItem(row.getLong(), row.getInt(), row.get() != 0));
    }
    return new JobRow(
        submitted, expires, input, new JobDescription(model, keySet, items, maxResultBytes));
  }

  private static byte[] bytes(ByteBuffer row, int count) {
    byte[] bytes = new byte[count];
    row.get(bytes);
    return bytes;
  }

  boolean isDone() {
    return expires != 0;
  }

  JobRow withExpires(long newExpires) {
    return new JobRow(submitted, newExpires, input, description);
  }

  /// Whether the same is to be done; how long results may be is the service's affair.
  boolean asks(JobDescription other) {
    return description.model().equals(other.model())
        && description.keySet().equals(other.keySet())
        && description.items().equals(other.items());
  }

  /// Where an item begins in the input.
  long offset(int item) {
    return inputBytes(description.items().subList(0, item));
  }

  static long inputBytes(List<JobItem> items) {
    return items.stream().mapToLong(JobItem::bytes).sum();
  }
}
