package io.cloakwork.serve.store;

import io.cloakwork.spi.hash.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The tables of a job store's index, their keys, and the rows of outcomes.
final class JobTables {

  /// Owner, a zero byte, the job's name, a zero byte → [JobRow].
  static final int JOBS = 0;

  /// The job's key, the item's number (32 bits) → its outcome: 1, bytes (64 bits), lane (32), or 2,
  /// code (32), the message's letters.
  static final int OUTCOMES = 1;

  static final List<String> NAMES = List.of("jobs", "outcomes");

  private static final byte RESULT = 1;
  private static final byte FAILURE = 2;

  private JobTables() {}

  static byte[] key(JobId job) {
    return (job.owner().name() + '\0' + job.name() + '\0').getBytes(StandardCharsets.US_ASCII);
  }

  static JobId job(byte[] key) {
    String[] names = new String(key, StandardCharsets.US_ASCII).split("\0", -1);
    return new JobId(new Owner(names[0]), names[1]);
  }

  static byte[] key(JobId job, int item) {
    byte[] key = key(job);
    return ByteBuffer.allocate(key.length + Integer.BYTES).put(key).putInt(item).array();
  }

  /// The name of a job's files.
  static String fileName(JobId job) {
    return ContentHash.of(Sha256.of(key(job))).hex();
  }

  static String fileName(JobId job, int item) {
    return fileName(job) + '-' + item;
  }

  static byte[] encode(ItemOutcome outcome) {
    return switch (outcome) {
      case ItemOutcome.Unfinished unfinished ->
          throw new IllegalArgumentException("no outcome has no row");
      case ItemOutcome.Result result ->
          ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES)
              .put(RESULT)
              .putLong(result.bytes())
              .putInt(result.lane())
              .array();
      case ItemOutcome.Failure failure -> {
        byte[] message = failure.message().getBytes(StandardCharsets.UTF_8);
        yield ByteBuffer.allocate(1 + Integer.BYTES + message.length)
            .put(FAILURE)
            .putInt(failure.code())
            .put(message)
            .array();
      }
    };
  }

  static ItemOutcome decode(ByteBuffer row) {
    if (row.get() == RESULT) {
      return new ItemOutcome.Result(row.getLong(), row.getInt());
    }
    int code = row.getInt();
    return new ItemOutcome.Failure(code, StandardCharsets.UTF_8.decode(row).toString());
  }

  /// The outcomes of a job's items, in order.
  static List<ItemOutcome> outcomes(IndexReader rows, JobId job, int items)
      throws java.io.IOException {
    List<ItemOutcome> outcomes =
        new ArrayList<>(Collections.nCopies(items, new ItemOutcome.Unfinished()));
    byte[] prefix = key(job);
    rows.scan(
        OUTCOMES,
        prefix,
        (key, row) -> {
          outcomes.set(ByteBuffer.wrap(key).getInt(prefix.length), decode(row));
          return true;
        });
    return outcomes;
  }
}
