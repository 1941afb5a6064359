package io.cloakwork.serve.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.wire.WireWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Many threads and ten times more clients than fit, with deletions and prefetches in between.
@Timeout(120)
final class KeyCacheStressTest {

  private static final int CLIENTS = 20;
  private static final int FIT = 2;
  private static final int THREADS = 12;
  private static final long MILLIS = 2500;

  @TempDir Path folder;
  private final long seed = System.nanoTime();
  private final AtomicLong acquired = new AtomicLong();
  private final AtomicLong without = new AtomicLong();
  private final AtomicInteger deleted = new AtomicInteger();
  private final List<TestKeys.Made> made = new ArrayList<>();
  private final List<byte[]> firstKeys = new ArrayList<>();

  @Test
  void moreClientsThanFit() throws Exception {
    try (TestKeys keys = new TestKeys();
        KeyStore store = KeyStore.open(folder.resolve("keys"), StoreSettings.defaults())) {
      long largest = 0;
      for (int client = 0; client < CLIENTS; client++) {
        made.add(keys.make(2, client));
        firstKeys.add(made.get(client).bytes(0));
        keys.register(store, owner(client), made.get(client));
        largest = Math.max(largest, KeyLoader.deviceBytes(keys.parameters, made.get(client).set()));
      }
      CacheBudgets budgets = new CacheBudgets(3 * made.get(0).set().bytes(), FIT * largest);
      try (KeyCache cache = new KeyCache(store, budgets, KeyCacheListener.none())) {
        run(keys, store, cache);
        CacheStatistics end = cache.statistics();
        System.out.printf(
            "stress: seed %d, %d leases, %d sets deleted, %s%n",
            seed, acquired.get(), deleted.get(), end);
        assertThat(end.pinnedBytes()).isZero();
        assertThat(end.deviceBytes()).isBetween(0L, budgets.deviceBytes());
        assertThat(end.deviceBytes()).isEqualTo(keys.device.allocatedBytes());
        assertThat(end.ramBytes()).isBetween(0L, budgets.ramBytes());
        assertThat(end.hits() + end.misses())
            .isBetween(acquired.get(), acquired.get() + without.get());
        assertThat(end.deviceEvictions()).isPositive();
      }
      assertThat(keys.device.allocatedBytes()).isZero();
    }
  }

  private void run(TestKeys keys, KeyStore store, KeyCache cache) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        SplittableRandom random = new SplittableRandom(seed + thread);
        all.add(
            pool.submit(() -> {
              while (System.nanoTime() < end) {
                step(keys, store, cache, random);
              }
              return null;
            }));
      }
      for (Future<?> each : all) {
        each.get(90, TimeUnit.SECONDS);
      }
    }
  }

  private void step(TestKeys keys, KeyStore store, KeyCache cache, SplittableRandom random)
      throws Exception {
    int client = random.nextInt(CLIENTS);
    ContentHash id = made.get(client).set().id();
    int what = random.nextInt(100);
    if (what < 2) {
      synchronized (made.get(client)) {
        store.delete(owner(client), id);
        deleted.incrementAndGet();
        keys.register(store, owner(client), made.get(client));
      }
    } else if (what < 10) {
      cache.prefetch(keys.context, owner(client), id);
    } else {
      use(keys, cache, client, id, random.nextInt(4) == 0);
    }
  }

  private void use(TestKeys keys, KeyCache cache, int client, ContentHash id, boolean impatient)
      throws Exception {
    try (KeyLease lease =
        impatient
            ? cache.acquire(keys.context, owner(client), id, Duration.ofMillis(1))
            : cache.acquire(keys.context, owner(client), id)) {
      KeySwitchKey first = lease.keys().all().firstEntry().getValue();
      assertThat(WireWriter.of(first).toBytes()).isEqualTo(firstKeys.get(client));
      acquired.incrementAndGet();
    } catch (KeysDoNotFitException e) {
      without.incrementAndGet();
      assertThat(impatient).isTrue();
    } catch (UnknownKeySetException e) {
      without.incrementAndGet(); // deleted just now
    }
  }

  private static Owner owner(int client) {
    return new Owner("client-" + client);
  }
}
