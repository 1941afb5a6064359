package io.cloakwork.serve.server.ops.metrics;

import io.cloakwork.serve.store.Owner;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How many clients have asked for anything in the last five minutes. Their names stay here.
final class ActiveClients {

  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(5);
  private static final int MOST = 100_000;

  private final LongSupplier nanoTime;
  private final Map<Owner, Long> lastSeen = new ConcurrentHashMap<>();

  ActiveClients(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void seen(Owner client) {
    if (lastSeen.size() < MOST || lastSeen.containsKey(client)) {
      lastSeen.put(client, nanoTime.getAsLong());
    }
  }

  int count() {
    long now = nanoTime.getAsLong();
    lastSeen.values().removeIf(seen -> now - seen > WINDOW_NANOS);
    return lastSeen.size();
  }
}
