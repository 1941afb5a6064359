package io.cloakwork.serve.store;

import static io.cloakwork.serve.store.TestKeys.ALICE;
import static io.cloakwork.serve.store.TestKeys.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class KeyCacheTest {

  private static final Duration SOON = Duration.ofMillis(50);

  @TempDir Path folder;
  private final TestKeys keys = new TestKeys();
  private final List<TestKeys.Made> sets = new ArrayList<>();
  private KeyStore store;
  private KeyCache cache;

  @BeforeEach
  void open() throws IOException {
    store = KeyStore.open(folder.resolve("keys"), StoreSettings.defaults());
    for (int i = 0; i < 4; i++) {
      TestKeys.Made made = keys.make(3, 50 + i);
      keys.register(store, ALICE, made);
      sets.add(made);
    }
  }

  /// Budgets for so many of the largest set.
  private void cacheOf(double onDevice, double inMemory) {
    long device = 0;
    long ram = 0;
    for (TestKeys.Made made : sets) {
      device = Math.max(device, KeyLoader.deviceBytes(keys.parameters, made.set()));
      ram = Math.max(ram, made.set().bytes());
    }
    cache =
        new KeyCache(
            store,
            new CacheBudgets((long) (ram * inMemory), (long) (device * onDevice)),
            KeyCacheListener.none());
  }

  private ContentHash id(int set) {
    return sets.get(set).set().id();
  }

  private KeyLease acquire(int set) throws IOException, InterruptedException {
    return cache.acquire(keys.context, ALICE, id(set));
  }

  private void touch(int set) throws IOException, InterruptedException {
    try (KeyLease lease = acquire(set)) {
      assertSame(lease, set);
    }
  }

  private void assertSame(KeyLease lease, int set) {
    List<byte[]> found = new ArrayList<>();
    for (KeySwitchKey key : lease.keys().all().values()) {
      found.add(WireWriter.of(key).toBytes());
    }
    assertThat(found).usingRecursiveComparison().isEqualTo(sets.get(set).contents());
  }

  @AfterEach
  void close() throws IOException {
    if (cache != null) {
      cache.close();
      assertThat(keys.device.allocatedBytes()).as("left on the device").isZero();
    }
    store.close();
    keys.close();
  }

  @Test
  void aSteadyStateTouchesNoKeyBytes() throws Exception {
    cacheOf(4, 4);
    touch(0);
    CacheStatistics first = cache.statistics();
    assertThat(first.loads()).isEqualTo(1);
    assertThat(first.misses()).isEqualTo(1);
    assertThat(first.diskBytes()).isEqualTo(sets.getFirst().set().bytes());
    assertThat(first.uploadedBytes()).isEqualTo(keys.device.allocatedBytes());
    for (int i = 0; i < 100; i++) {
      acquire(0).close();
    }
    CacheStatistics steady = cache.statistics();
    assertThat(steady.keyBytesTouched()).isEqualTo(first.keyBytesTouched());
    assertThat(steady.hits()).isEqualTo(100);
    assertThat(steady.pinnedBytes()).isZero();
  }

  @Test
  void theLeastRecentlyUsedMakesRoomAndComesBackFromMemory() throws Exception {
    cacheOf(2, 4);
    touch(0);
    touch(1);
    touch(0);
    touch(2); // evicts 1
    long disk = cache.statistics().diskBytes();
    touch(0);
    assertThat(cache.statistics().loads()).isEqualTo(3);
    touch(1);
    assertThat(cache.statistics().loads()).isEqualTo(4);
    assertThat(cache.statistics().deviceEvictions()).isEqualTo(2);
    assertThat(cache.statistics().ramHits()).isEqualTo(1);
    assertThat(cache.statistics().diskBytes()).isEqualTo(disk);
  }

  @Test
  void withoutMemoryForFilesTheyAreReadAgain() throws Exception {
    cacheOf(1, 0);
    touch(0);
    touch(1);
    touch(0);
    assertThat(cache.statistics().ramHits()).isZero();
    assertThat(cache.statistics().ramBytes()).isZero();
    assertThat(cache.statistics().diskBytes())
        .isEqualTo(2 * sets.get(0).set().bytes() + sets.get(1).set().bytes());
  }

  @Test
  void memoryForFilesStaysInItsBudget() throws Exception {
    cacheOf(1, 2);
    for (int round = 0; round < 3; round++) {
      for (int set = 0; set < 4; set++) {
        touch(set);
        assertThat(cache.statistics().ramBytes())
            .isLessThanOrEqualTo(2 * sets.get(0).set().bytes() * 2);
      }
    }
    assertThat(cache.statistics().ramEvictions()).isPositive();
  }

  @Test
  void keysInUseStayAndWhoNeedsTheirRoomWaits() throws Exception {
    cacheOf(1, 1);
    KeyLease held = acquire(0);
    assertThatThrownBy(() -> cache.acquire(keys.context, ALICE, id(1), SOON))
        .isInstanceOf(KeysDoNotFitException.class);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> waiting =
          threads.submit(() -> {
            touch(1);
            return null;
          });
      while (cache.statistics().waits() < 2) {
        Thread.sleep(1);
      }
      assertSame(held, 0);
      assertThat(waiting).isNotDone();
      held.close();
      waiting.get(20, TimeUnit.SECONDS);
    }
    assertThat(cache.statistics().waits()).isEqualTo(2);
    assertThatThrownBy(held::keys).isInstanceOf(IllegalStateException.class);
    held.close();
  }

  @Test
  void whatCanNeverFitIsRefused() {
    cacheOf(0.3, 1);
    assertThatThrownBy(() -> acquire(0))
        .isInstanceOf(KeysDoNotFitException.class)
        .hasMessageContaining("budget");
    assertThat(cache.prefetch(keys.context, ALICE, id(0)))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(KeysDoNotFitException.class);
  }

  @Test
  void manyAcquireOneSetAndItIsLoadedOnce() throws Exception {
    cacheOf(4, 4);
    int threads = 32;
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        all.add(
            pool.submit(() -> {
              start.await();
              touch(0);
              return null;
            }));
      }
      start.countDown();
      for (Future<?> each : all) {
        each.get(30, TimeUnit.SECONDS);
      }
    }
    CacheStatistics statistics = cache.statistics();
    assertThat(statistics.loads()).isEqualTo(1);
    assertThat(statistics.hits() + statistics.misses()).isEqualTo(threads);
  }

  @Test
  void prefetchLoadsAheadButNeverOverKeysInUse() throws Exception {
    cacheOf(1, 4);
    cache.prefetch(keys.context, ALICE, id(0)).get(20, TimeUnit.SECONDS);
    try (KeyLease held = acquire(0)) {
      assertThat(cache.statistics().hits()).isEqualTo(1);
      cache.prefetch(keys.context, ALICE, id(1)).get(20, TimeUnit.SECONDS);
      assertSame(held, 0);
      assertThat(cache.statistics().loads()).isEqualTo(1);
    }
    long disk = cache.statistics().diskBytes();
    touch(1);
    assertThat(cache.statistics().diskBytes()).as("its files were in memory").isEqualTo(disk);
  }

  @Test
  void anotherClientsKeysDoNotExist() {
    cacheOf(4, 4);
    assertThatThrownBy(() -> cache.acquire(keys.context, BOB, id(0)))
        .isInstanceOf(UnknownKeySetException.class);
    assertThat(cache.prefetch(keys.context, BOB, id(0)))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(UnknownKeySetException.class);
    assertThat(cache.statistics().loads()).isZero();
  }

  @Test
  void deletedKeysLeaveDeviceAndMemoryOnceTheyAreGivenBack() throws Exception {
    cacheOf(4, 4);
    touch(1);
    KeyLease held = acquire(0);
    store.delete(ALICE, id(0));
    store.delete(ALICE, id(1));
    assertThatThrownBy(() -> acquire(0)).isInstanceOf(UnknownKeySetException.class);
    assertSame(held, 0);
    assertThat(cache.statistics().ramBytes()).isZero();
    assertThat(cache.statistics().deviceKeySets()).isZero();
    held.close();
    assertThat(cache.statistics().deviceBytes()).isZero();
    assertThat(keys.device.allocatedBytes()).isZero();
  }

  @Test
  void aChangedByteIsFoundAndOtherSetsAreUnharmed() throws Exception {
    cacheOf(4, 4);
    Path file = store.path(sets.get(0).file(1).hash());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, 5000);
      one.put(0, (byte) (one.get(0) ^ 1)).flip();
      channel.write(one, 5000);
    }
    assertDamagedUntilUploadedAgain();
  }

  @Test
  void aMissingFileIsFound() throws Exception {
    cacheOf(4, 4);
    Files.delete(store.path(sets.get(0).file(1).hash()));
    assertDamagedUntilUploadedAgain();
  }

  @Test
  void aShortenedFileIsFound() throws Exception {
    cacheOf(4, 4);
    Path file = store.path(sets.get(0).file(1).hash());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(100);
    }
    assertDamagedUntilUploadedAgain();
  }

  private void assertDamagedUntilUploadedAgain() throws Exception {
    TestKeys.Made made = sets.get(0);
    assertThatThrownBy(() -> acquire(0)).isInstanceOf(DamagedFileException.class);
    assertThatThrownBy(() -> acquire(0)).isInstanceOf(DamagedFileException.class);
    assertThat(store.find(ALICE, id(0)).orElseThrow().damaged()).isTrue();
    KeySetState state = store.state(ALICE, made.set());
    assertThat(state.complete()).isFalse();
    assertThat(state.missing()).containsExactly(new MissingKey(made.file(1), 0));
    assertThat(keys.device.allocatedBytes()).isZero();
    touch(1);
    assertThat(store.find(ALICE, id(1)).orElseThrow().damaged()).isFalse();

    assertThat(keys.register(store, ALICE, made).complete()).isTrue();
    touch(0);
    assertThat(store.usage().files()).isEqualTo(12);
    assertThat(store.usage().uploadBytes()).isZero();
    assertThat(store.usage().bytes())
        .isEqualTo(sets.stream().mapToLong(each -> each.set().bytes()).sum());
  }

  @Test
  void aFullDeviceIsEmptiedOfIdleKeysAndTriedOnceMore() throws Exception {
    long one = KeyLoader.deviceBytes(keys.parameters, sets.get(0).set());
    try (TestKeys small = new TestKeys(DeviceOptions.defaults().withMemoryLimit(2 * one))) {
      cacheOf(100, 100);
      for (int set = 0; set < 4; set++) {
        cache.acquire(small.context, ALICE, id(set)).close();
      }
      assertThat(cache.statistics().outOfMemoryRetries()).isPositive();
      assertThat(cache.statistics().deviceEvictions()).isPositive();
      List<KeyLease> held = new ArrayList<>();
      assertThatThrownBy(
              () -> {
                for (int set = 0; set < 4; set++) {
                  held.add(cache.acquire(small.context, ALICE, id(set)));
                }
              })
          .isInstanceOf(KeysDoNotFitException.class)
          .hasCauseInstanceOf(DeviceOutOfMemoryException.class);
      assertThat(held).isNotEmpty();
      held.forEach(KeyLease::close);
      cache.acquire(small.context, ALICE, id(3)).close();
      cache.close();
      assertThat(small.device.allocatedBytes()).isZero();
    }
  }

  @Test
  void idleKeysAreDroppedForWhoNeedsTheirMemoryMore() throws Exception {
    cacheOf(4, 4);
    touch(0);
    touch(1);
    try (KeyLease held = acquire(2)) {
      assertThat(cache.releaseIdle(1)).isTrue();
      assertThat(cache.statistics().deviceKeySets()).isEqualTo(2);
      assertThat(cache.statistics().deviceEvictions()).isEqualTo(1);
      assertThat(cache.releaseIdle(Long.MAX_VALUE)).isTrue();
      assertThat(cache.statistics().deviceKeySets()).isEqualTo(1);
      assertThat(cache.releaseIdle(1)).isFalse();
      assertSame(held, 2);
    }
    touch(0);
  }

  @Test
  void closingEndsWaitingAndLeavesLeasesGood() throws Exception {
    cacheOf(1, 1);
    KeyLease held = acquire(0);
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread waiting =
        Thread.ofPlatform()
            .start(() -> {
              try {
                acquire(1).close();
                outcome.complete(null);
              } catch (Exception e) {
                outcome.complete(e);
              }
            });
    while (cache.statistics().waits() == 0) {
      Thread.sleep(1);
    }
    cache.close();
    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
    waiting.join();
    assertSame(held, 0);
    held.close();
    assertThatThrownBy(() -> acquire(0)).isInstanceOf(IllegalStateException.class);
    assertThat(cache.prefetch(keys.context, ALICE, id(0))).failsWithin(Duration.ofSeconds(20));
  }
}
