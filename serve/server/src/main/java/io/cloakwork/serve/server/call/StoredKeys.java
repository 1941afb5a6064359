package io.cloakwork.serve.server.call;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.serve.host.SessionKeys;
import io.cloakwork.serve.store.ContentHash;
import io.cloakwork.serve.store.KeyCache;
import io.cloakwork.serve.store.KeyLease;
import io.cloakwork.serve.store.Owner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

/// A session's keys, out of the cache. A value: sessions of one owner with one key set share runs.
record StoredKeys(KeyCache cache, CkksContext context, Owner owner, ContentHash keySet)
    implements SessionKeys {

  @Override
  public KeyLease acquire() {
    try {
      return cache.acquire(context, owner, keySet);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("interrupted");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  @Override
  public CompletableFuture<Void> prefetch() {
    return cache.prefetch(context, owner, keySet);
  }
}
