package io.cloakwork.serve.store;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keys of a [KeyStore] in memory and on devices, each tier within its budget. The least recently
/// used key sets make room; keys in use stay. Thread-safe.
///
/// A thread that holds a lease must not wait for another that may not fit beside it, or must say
/// how long.
public final class KeyCache implements AutoCloseable {

  private static final long FOR_EVER = Long.MAX_VALUE / 2;
  private static final int PREFETCHERS = 2;
  private static final int ATTEMPTS = 3;

  /// Who was to load a set gave up for a reason that is not the set's: others try themselves.
  private static final class AbandonedException extends Exception {
    @Serial private static final long serialVersionUID = 1L;
  }

  /// A prefetch under way.
  private record Prefetch(Owner owner, DeviceSlot.Name name) {}

  private final KeyStore store;
  private final CacheEvents events;
  private final RamTier ram;
  private final DeviceTier device;
  private final KeyLoader loader;
  private final Runnable unsubscribe;
  private final ExecutorService prefetcher =
      Executors.newFixedThreadPool(
          PREFETCHERS, Thread.ofPlatform().daemon().name("cloakwork-key-prefetch-", 0).factory());
  private final Map<Prefetch, CompletableFuture<Void>> prefetching = new ConcurrentHashMap<>();
  private final long deviceBudget;

  /// Uses `store` without owning it; the store tells the cache which sets are deleted.
  public KeyCache(KeyStore store, CacheBudgets budgets, KeyCacheListener listener) {
    this.store = store;
    this.events = new CacheEvents(listener);
    this.ram = new RamTier(store, budgets.ramBytes(), events);
    this.device = new DeviceTier(budgets.deviceBytes(), events);
    this.loader = new KeyLoader(store);
    this.deviceBudget = budgets.deviceBytes();
    this.unsubscribe = store.onDelete(this::forget);
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
    return acquireWithin(context, owner, keySet, FOR_EVER);
  }

  /// The same, waiting at most `patience` for room, or for another who loads the same keys.
  ///
  /// @throws KeysDoNotFitException also if that took longer
  public KeyLease acquire(CkksContext context, Owner owner, ContentHash keySet, Duration patience)
      throws IOException, InterruptedException {
    boolean endless = patience.compareTo(Duration.ofNanos(FOR_EVER)) > 0;
    return acquireWithin(context, owner, keySet, endless ? FOR_EVER : patience.toNanos());
  }

  private KeyLease acquireWithin(CkksContext context, Owner owner, ContentHash keySet, long nanos)
      throws IOException, InterruptedException {
    store.use(owner, keySet);
    DeviceSlot.Name name = new DeviceSlot.Name(keySet, context.device());
    try {
      DeviceSlot there = device.claimLoaded(name);
      if (there != null) {
        events.hit(keySet);
        return new Lease(there);
      }
      events.miss();
      return new Lease(load(context, owner, name, nanos));
    } finally {
      events.tell();
    }
  }

  /// The pinned slot of a set with its keys, loaded by this thread or another.
  private DeviceSlot load(CkksContext context, Owner owner, DeviceSlot.Name name, long nanos)
      throws IOException, InterruptedException {
    KeySet set = keySet(owner, name.keySet());
    requireParameters(context, set);
    long bytes = KeyLoader.deviceBytes(context.parameters(), set);
    if (bytes > deviceBudget) {
      throw new KeysDoNotFitException(
          "key set %s needs %,d bytes on the device, its budget is %,d"
              .formatted(name.keySet(), bytes, deviceBudget),
          bytes,
          null);
    }
    long start = System.nanoTime();
    while (true) {
      long left = nanos - (System.nanoTime() - start);
      DeviceTier.Claim claim = device.claim(name, bytes);
      if (claim.mine()) {
        return fill(context, owner, set, claim.slot(), left);
      }
      if (await(claim.slot(), left)) {
        return claim.slot();
      }
    }
  }

  private static void requireParameters(CkksContext context, KeySet set) {
    if (!set.parametersId().equals(context.parameters().id())) {
      throw new IllegalArgumentException(
          "the key set is for parameters %s, the context has %s"
              .formatted(set.parametersId(), context.parameters().id()));
    }
  }

  private KeySet keySet(Owner owner, ContentHash id) throws IOException {
    return store
        .find(owner, id)
        .map(StoredKeySet::keySet)
        .orElseThrow(() -> new UnknownKeySetException(id));
  }

  /// Waits for keys that another thread loads.
  ///
  /// @return whether they are there; else the other gave up
  private boolean await(DeviceSlot slot, long nanos) throws IOException, InterruptedException {
    boolean there = false;
    try {
      slot.loaded.get(nanos, TimeUnit.NANOSECONDS);
      there = true;
      return true;
    } catch (ExecutionException e) {
      return switch (e.getCause()) {
        case AbandonedException abandoned -> false;
        case IOException failure -> throw failure;
        case Throwable failure -> throw new IllegalStateException("loading keys failed", failure);
      };
    } catch (TimeoutException e) {
      throw noRoom(slot, e);
    } finally {
      if (!there) {
        device.unpin(slot);
      }
    }
  }

  private static KeysDoNotFitException noRoom(DeviceSlot slot, Exception cause) {
    return new KeysDoNotFitException(
        "key set %s: there was no room for its %,d bytes beside the keys in use"
            .formatted(slot.name.keySet(), slot.bytes),
        slot.bytes,
        cause);
  }

  /// Makes room for a slot and loads its keys.
  private DeviceSlot fill(CkksContext context, Owner owner, KeySet set, DeviceSlot slot, long nanos)
      throws IOException, InterruptedException {
    Throwable why = new AbandonedException();
    boolean there = false;
    try {
      if (!device.grant(slot, nanos)) {
        throw noRoom(slot, null);
      }
      long start = System.nanoTime();
      EvaluationKeys keys = readSound(context, set, slot);
      events.loaded(slot.name.keySet(), slot.bytes, System.nanoTime() - start);
      device.loaded(slot, keys);
      there = true;
      requireStillThere(owner, slot);
      return slot;
    } catch (StoreException e) {
      why = isOfTheSet(e) ? e : why;
      events.failed(slot.name.keySet(), e);
      throw e;
    } finally {
      if (!there) {
        device.failed(slot, why);
        device.unpin(slot);
      }
    }
  }

  /// Whether whoever else waits for the set would fail with it, too.
  private static boolean isOfTheSet(StoreException e) {
    return e instanceof DamagedFileException
        || e instanceof KeysDoNotFitException && e.getCause() instanceof DeviceOutOfMemoryException;
  }

  /// A set that is deleted while it is loaded must not stay.
  private void requireStillThere(Owner owner, DeviceSlot slot) throws IOException {
    boolean there = false;
    try {
      store.use(owner, slot.name.keySet());
      there = true;
    } finally {
      if (!there) {
        forget(slot.name.keySet());
        device.unpin(slot);
      }
    }
  }

  /// Reads the keys of a slot, again if its files are replaced meanwhile.
  private EvaluationKeys readSound(CkksContext context, KeySet set, DeviceSlot slot)
      throws IOException {
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      try {
        return read(context, set, slot);
      } catch (FileReplacedException _) {
        ram.drop(slot.name.keySet());
      }
    }
    return read(context, set, slot);
  }

  /// Reads the keys of a slot; if the device is full although the budget is not, idle sets go, and
  /// it is tried once more.
  private EvaluationKeys read(CkksContext context, KeySet set, DeviceSlot slot) throws IOException {
    try (RamTier.Files files = ram.use(slot.name.keySet(), set)) {
      try {
        return loader.load(context, slot.name.keySet(), set, files.segments());
      } catch (DeviceOutOfMemoryException e) {
        device.evictIdle(slot.bytes);
        events.outOfMemoryRetry();
      }
      try {
        return loader.load(context, slot.name.keySet(), set, files.segments());
      } catch (DeviceOutOfMemoryException e) {
        throw new KeysDoNotFitException(
            "key set %s needs %,d bytes on the device, which is out of memory"
                .formatted(slot.name.keySet(), slot.bytes),
            slot.bytes,
            e);
      }
    } catch (DamagedFileException e) {
      ram.drop(slot.name.keySet());
      throw e;
    }
  }

  /// Loads keys that will be acquired soon: to the device if there is room beside the keys in use,
  /// else into memory. The future ends when they are there, or with the exception that acquiring
  /// them would end with.
  public CompletableFuture<Void> prefetch(CkksContext context, Owner owner, ContentHash keySet) {
    DeviceSlot.Name name = new DeviceSlot.Name(keySet, context.device());
    Prefetch prefetch = new Prefetch(owner, name);
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> other = prefetching.putIfAbsent(prefetch, mine);
    if (other != null) {
      return other.copy();
    }
    try {
      prefetcher.execute(() -> run(context, prefetch, mine));
    } catch (RejectedExecutionException e) {
      end(prefetch, mine, new IllegalStateException("the key cache is closed", e));
    }
    return mine.copy();
  }

  private void run(CkksContext context, Prefetch prefetch, CompletableFuture<Void> done) {
    Throwable failure = null;
    try {
      prefetchNow(context, prefetch.owner(), prefetch.name());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = e;
    } catch (IOException | RuntimeException | Error e) { // whoever waits must hear of it, too
      failure = e;
    } finally {
      events.tell();
    }
    end(prefetch, done, failure);
  }

  private void end(Prefetch prefetch, CompletableFuture<Void> done, Throwable failure) {
    prefetching.remove(prefetch, done);
    if (failure == null) {
      done.complete(null);
    } else {
      done.completeExceptionally(failure);
    }
  }

  private void prefetchNow(CkksContext context, Owner owner, DeviceSlot.Name name)
      throws IOException, InterruptedException {
    store.use(owner, name.keySet());
    DeviceSlot there = device.claimLoaded(name);
    try {
      device.unpin(there != null ? there : load(context, owner, name, 0));
    } catch (KeysDoNotFitException e) {
      if (e.bytes() > deviceBudget) {
        throw e;
      }
      // The device has no room now; then at least the files are in memory.
      try (RamTier.Files files = ram.use(name.keySet(), keySet(owner, name.keySet()))) {
        files.segments();
      }
    }
  }

  /// Drops keys that nobody uses from the devices, the least recently used first, for whoever needs
  /// their memory more.
  ///
  /// @param bytes that are needed, at least one
  /// @return whether any were dropped
  public boolean releaseIdle(long bytes) {
    try {
      return device.evictIdle(Math.max(1, bytes)) > 0;
    } finally {
      events.tell();
    }
  }

  /// Drops the copies of a set, those in use as soon as they are given back.
  public void forget(ContentHash keySet) {
    device.forget(keySet);
    ram.drop(keySet);
    events.tell();
  }

  public CacheStatistics statistics() {
    return device.statistics(ram.bytes());
  }

  /// Ends prefetches and waiting, and drops what is not in use; leases stay good until they are
  /// closed.
  @Override
  public void close() {
    unsubscribe.run();
    prefetcher.shutdownNow();
    device.close();
    try {
      // A load takes no longer than its files.
      prefetcher.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    IllegalStateException closed = new IllegalStateException("the key cache is closed");
    prefetching.forEach((prefetch, done) -> end(prefetch, done, closed));
    ram.close();
    events.tell();
  }

  /// A pin, let go once.
  private final class Lease implements KeyLease {

    private final DeviceSlot slot;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Lease(DeviceSlot slot) {
      this.slot = slot;
    }

    @Override
    public EvaluationKeys keys() {
      if (!open.get()) {
        throw new IllegalStateException("the lease is closed");
      }
      return slot.loaded.join();
    }

    @Override
    public void close() {
      if (open.compareAndSet(true, false)) {
        device.unpin(slot);
        events.tell();
      }
    }
  }
}
