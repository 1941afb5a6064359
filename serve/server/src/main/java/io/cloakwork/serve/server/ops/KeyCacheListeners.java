package io.cloakwork.serve.server.ops;

import io.cloakwork.serve.store.CacheTier;
import io.cloakwork.serve.store.ContentHash;
import io.cloakwork.serve.store.KeyCacheListener;
import java.util.List;

/// Several listeners of one key cache. What one throws does not keep the others from hearing.
record KeyCacheListeners(List<KeyCacheListener> all) implements KeyCacheListener {

  @Override
  public void hit(ContentHash keySet) {
    Listeners.tell(all, listener -> listener.hit(keySet));
  }

  @Override
  public void loaded(ContentHash keySet, long deviceBytes, long nanos) {
    Listeners.tell(all, listener -> listener.loaded(keySet, deviceBytes, nanos));
  }

  @Override
  public void evicted(ContentHash keySet, CacheTier tier, long bytes) {
    Listeners.tell(all, listener -> listener.evicted(keySet, tier, bytes));
  }

  @Override
  public void waited(ContentHash keySet, long nanos) {
    Listeners.tell(all, listener -> listener.waited(keySet, nanos));
  }

  @Override
  public void failed(ContentHash keySet, Exception cause) {
    Listeners.tell(all, listener -> listener.failed(keySet, cause));
  }
}
