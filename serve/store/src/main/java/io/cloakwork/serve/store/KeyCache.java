package io.cloakwork.serve.store;

import io.cloakwork.ckks.CkksContext;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Keys of a [KeyStore] in memory and on devices, each tier within its budget. The least recently
/// used key sets make room; keys in use stay. Thread-safe.
///
/// A thread that holds a lease must not wait for another that may not fit beside it, or must say
/// how long.
@SuppressWarnings({"DoNotCallSuggester", "ObjectToString"}) // The bodies are not there yet.
public final class KeyCache implements AutoCloseable {

  /// Uses `store` without owning it; the store tells the cache which sets are deleted.
  public KeyCache(KeyStore store, CacheBudgets budgets, KeyCacheListener listener) {
    throw new UnsupportedOperationException(store.toString() + budgets + listener);
  }

  /// The keys of a set on the context's device, loaded if they are not there, after waiting for
  /// others to give theirs back if they do not fit beside those in use.
  ///
  /// @throws UnknownKeySetException if the owner has no such set
  /// @throws DamagedFileException if a file of it is gone or not what was written
  /// @throws KeysDoNotFitException if the keys are larger than the budget, or the device is out of
  ///   memory with all idle keys evicted
  /// @throws InterruptedException if the thread is interrupted while it waits
  public KeyLease acquire(CkksContext context, Owner owner, ContentHash keySet)
      throws IOException, InterruptedException {
    throw new UnsupportedOperationException(context.toString() + owner + keySet);
  }

  /// The same, waiting for keys in use at most `patience`.
  ///
  /// @throws KeysDoNotFitException also if there was no room for that long
  public KeyLease acquire(CkksContext context, Owner owner, ContentHash keySet, Duration patience)
      throws IOException, InterruptedException {
    throw new UnsupportedOperationException(context.toString() + owner + keySet + patience);
  }

  /// Loads keys that will be acquired soon: to the device if there is room beside the keys in use,
  /// else into memory. The future ends when they are there, or with the exception that acquiring
  /// them would end with.
  public CompletableFuture<Void> prefetch(CkksContext context, Owner owner, ContentHash keySet) {
    throw new UnsupportedOperationException(context.toString() + owner + keySet);
  }

  /// Drops the copies of a set, those in use as soon as they are given back.
  public void forget(ContentHash keySet) {
    throw new UnsupportedOperationException(keySet.hex());
  }

  public CacheStatistics statistics() {
    throw new UnsupportedOperationException();
  }

  /// Ends loads and prefetches under way and drops what is not in use; leases stay good until they
  /// are closed.
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
