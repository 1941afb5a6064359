package io.cloakwork.serve.server.ops.metrics;

import io.cloakwork.serve.store.CacheTier;
import io.cloakwork.serve.store.ContentHash;
import io.cloakwork.serve.store.KeyCacheListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How long loads of keys take, and how many bytes make room. Hits, misses and bytes moved are read
/// from the cache's own statistics.
public final class KeyMeters implements KeyCacheListener {

  private final Timer loads;
  private final Timer waits;
  private final Map<CacheTier, Counter> evictedBytes = new EnumMap<>(CacheTier.class);

  KeyMeters(MeterRegistry registry) {
    loads =
        Buckets.timer("cloakwork.key.load", "Time to bring a key set to the device")
            .register(registry);
    waits =
        Buckets.timer("cloakwork.key.wait", "Time that runs waited for room for keys on the device")
            .register(registry);
    for (CacheTier tier : CacheTier.values()) {
      evictedBytes.put(
          tier,
          Counter.builder("cloakwork.key.evicted")
              .baseUnit("bytes")
              .description("Key bytes that made room for others, or were deleted")
              .tag("tier", tier.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
  }

  @Override
  public void loaded(ContentHash keySet, long deviceBytes, long nanos) {
    loads.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void waited(ContentHash keySet, long nanos) {
    waits.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void evicted(ContentHash keySet, CacheTier tier, long bytes) {
    evictedBytes.get(tier).increment(bytes);
  }
}
