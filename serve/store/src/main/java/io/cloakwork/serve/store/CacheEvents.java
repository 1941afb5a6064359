package io.cloakwork.serve.store;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/// Counts what a cache does, and tells its listener, which is called without locks: what happens
/// under one is told by [#tell] afterwards.
final class CacheEvents {

  private final KeyCacheListener listener;
  private final ConcurrentLinkedQueue<Runnable> untold = new ConcurrentLinkedQueue<>();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final LongAdder loads = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder ramHits = new LongAdder();
  private final LongAdder deviceEvictions = new LongAdder();
  private final LongAdder ramEvictions = new LongAdder();
  private final LongAdder outOfMemoryRetries = new LongAdder();
  private final LongAdder waits = new LongAdder();
  private final LongAdder diskBytes = new LongAdder();
  private final LongAdder uploadedBytes = new LongAdder();

  CacheEvents(KeyCacheListener listener) {
    this.listener = listener;
  }

  void hit(ContentHash keySet) {
    hits.increment();
    untold.add(() -> listener.hit(keySet));
  }

  void miss() {
    misses.increment();
  }

  void loaded(ContentHash keySet, long bytes, long nanos) {
    loads.increment();
    uploadedBytes.add(bytes);
    untold.add(() -> listener.loaded(keySet, bytes, nanos));
  }

  void failed(ContentHash keySet, Exception cause) {
    failures.increment();
    untold.add(() -> listener.failed(keySet, cause));
  }

  void ramHit() {
    ramHits.increment();
  }

  /// @param forRoom whether others need the room; else the set is gone
  void evicted(ContentHash keySet, CacheTier tier, long bytes, boolean forRoom) {
    if (forRoom) {
      switch (tier) {
        case RAM -> ramEvictions.increment();
        case DEVICE -> deviceEvictions.increment();
      }
    }
    untold.add(() -> listener.evicted(keySet, tier, bytes));
  }

  void outOfMemoryRetry() {
    outOfMemoryRetries.increment();
  }

  void waiting() {
    waits.increment();
  }

  void waited(ContentHash keySet, long nanos) {
    untold.add(() -> listener.waited(keySet, nanos));
  }

  void readFromDisk(long bytes) {
    diskBytes.add(bytes);
  }

  /// Tells the listener what it has not heard yet.
  void tell() {
    Runnable event;
    while ((event = untold.poll()) != null) {
      try {
        event.run();
      } catch (RuntimeException _) {
        // A listener's failure is its own affair.
      }
    }
  }

  CacheStatistics statistics(long ramBytes, long deviceBytes, long pinnedBytes, int deviceKeySets) {
    return new CacheStatistics(
        hits.sum(),
        misses.sum(),
        loads.sum(),
        failures.sum(),
        ramHits.sum(),
        deviceEvictions.sum(),
        ramEvictions.sum(),
        outOfMemoryRetries.sum(),
        waits.sum(),
        diskBytes.sum(),
        uploadedBytes.sum(),
        ramBytes,
        deviceBytes,
        pinnedBytes,
        deviceKeySets);
  }
}
