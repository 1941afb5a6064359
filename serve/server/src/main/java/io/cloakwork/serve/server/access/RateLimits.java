package io.cloakwork.serve.server.access;

import io.cloakwork.serve.store.Owner;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// How often each client may call: a bucket that fills at the client's rate up to the burst, and
/// from which every call takes one. Thread-safe.
public final class RateLimits {

  /// Buckets that are kept; the one that was not used for longest is forgotten, and is full when
  /// its client comes back.
  private static final int MAX_BUCKETS = 100_000;

  private static final class Bucket {
    private double calls;
    private long nanos;
  }

  private final double callsPerSecond;
  private final int burst;
  private final LongSupplier nanoTime;
  private final Map<Owner, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Owner, Bucket> eldest) {
          return size() > MAX_BUCKETS;
        }
      };

  /// @param callsPerSecond of clients that have no limit of their own; 0: no limit
  /// @param nanoTime the clock, as [System#nanoTime]
  public RateLimits(double callsPerSecond, int burst, LongSupplier nanoTime) {
    this.callsPerSecond = callsPerSecond;
    this.burst = burst;
    this.nanoTime = nanoTime;
  }

  /// Takes a call.
  ///
  /// @return when to come back, if the client has called too often; then nothing was taken
  public Optional<Duration> take(Caller caller) {
    double rate = caller.callsPerSecond().orElse(callsPerSecond);
    if (rate == 0) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    synchronized (buckets) {
      Bucket bucket = buckets.get(caller.owner());
      if (bucket == null) {
        bucket = new Bucket();
        bucket.calls = burst;
        buckets.put(caller.owner(), bucket);
      } else {
        bucket.calls = Math.min(burst, bucket.calls + rate * (now - bucket.nanos) / 1e9);
      }
      bucket.nanos = now;
      if (bucket.calls < 1) {
        return Optional.of(Duration.ofNanos((long) Math.ceil((1 - bucket.calls) / rate * 1e9)));
      }
      bucket.calls--;
      return Optional.empty();
    }
  }
}
