package io.cloakwork.serve.store;

import java.util.HashMap;
import java.util.Map;

/// Bytes that owners have, and that are on disk in all. Those of an owner count although another
/// has the same file, so that quotas do not tell what others have. Thread-safe.
final class Quotas {

  private final long ownerLimit;
  private final long totalLimit;
  private final Map<Owner, Long> byOwner = new HashMap<>();
  private long total;

  Quotas(long ownerLimit, long totalLimit) {
    this.ownerLimit = ownerLimit;
    this.totalLimit = totalLimit;
  }

  /// Counts bytes that the owner is about to write.
  ///
  /// @throws QuotaExceededException if they do not fit; then nothing is counted
  synchronized void reserve(Owner owner, long bytes) throws QuotaExceededException {
    long used = byOwner.getOrDefault(owner, 0L);
    if (bytes > ownerLimit - used) {
      throw new QuotaExceededException(
          "%,d bytes more: the quota is %,d, of which %,d are used"
              .formatted(bytes, ownerLimit, used));
    }
    if (bytes > totalLimit - total) {
      // Says nothing about how much others have.
      throw new QuotaExceededException("%,d bytes more: the store is full".formatted(bytes));
    }
    count(owner, bytes, bytes);
  }

  /// Counts what is there, limits or not; negative numbers take away.
  synchronized void count(Owner owner, long ownerBytes, long diskBytes) {
    byOwner.merge(owner, ownerBytes, Long::sum);
    byOwner.remove(owner, 0L);
    total += diskBytes;
  }

  synchronized void countOnDisk(long bytes) {
    total += bytes;
  }

  synchronized long of(Owner owner) {
    return byOwner.getOrDefault(owner, 0L);
  }

  synchronized long total() {
    return total;
  }
}
