package io.cloakwork.serve.server;

import io.cloakwork.serve.server.log.EventLog;
import io.cloakwork.serve.store.CacheTier;
import io.cloakwork.serve.store.ContentHash;
import io.cloakwork.serve.store.KeyCacheListener;
import java.util.Map;

/// Logs what moves keys, which is slow; requests that find them say nothing.
record CacheLog(EventLog log) implements KeyCacheListener {

  @Override
  public void loaded(ContentHash keySet, long deviceBytes, long nanos) {
    log.info(
        "keys.loaded",
        Map.of("keySet", keySet.hex(), "bytes", deviceBytes, "seconds", nanos * 1e-9));
  }

  @Override
  public void evicted(ContentHash keySet, CacheTier tier, long bytes) {
    log.info(
        "keys.evicted", Map.of("keySet", keySet.hex(), "tier", tier.toString(), "bytes", bytes));
  }

  @Override
  public void failed(ContentHash keySet, Exception cause) {
    log.warn("keys.failed", Map.of("keySet", keySet.hex(), "exception", cause));
  }
}
