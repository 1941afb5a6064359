package io.cloakwork.kernels.runtime;

import io.cloakwork.kernels.launch.BufferRef;
import io.cloakwork.kernels.launch.Lane;
import io.cloakwork.kernels.launch.TwiddleRows;
import io.cloakwork.kernels.launch.Twiddles;
import io.cloakwork.spi.ring.Modulus;
import java.util.HashMap;
import java.util.Map;

/// The twiddles of a device: for each degree and lane one buffer, which grows as primes come to be
/// used. Guarded by the device's lock.
///
/// @param <W> a piece of memory
public final class TwiddleTables<W> implements TwiddleRows {

  private static final int FIRST_CAPACITY = 8;

  private final DeviceStore<W> store;
  private final Map<BufferRef.Twiddles, Pool<W>> pools = new HashMap<>();

  private static final class Pool<W> {
    private final Map<Modulus, Integer> indexes = new HashMap<>();
    private W words;
    private int capacity;
  }

  public TwiddleTables(DeviceStore<W> store) {
    this.store = store;
  }

  @Override
  public int firstRow(Lane lane, int logN, Modulus modulus) {
    Pool<W> pool = pools.computeIfAbsent(new BufferRef.Twiddles(lane, logN), _ -> new Pool<>());
    Integer index = pool.indexes.get(modulus);
    if (index == null) {
      index = add(pool, lane, logN, modulus);
    }
    return index * Twiddles.rows(lane);
  }

  private int add(Pool<W> pool, Lane lane, int logN, Modulus modulus) {
    long tableBytes = ((long) Twiddles.rows(lane) * Long.BYTES) << logN;
    int index = pool.indexes.size();
    if (index == pool.capacity) {
      grow(pool, tableBytes);
    }
    store.write(pool.words, index * tableBytes, Twiddles.table(lane, logN, modulus));
    pool.indexes.put(modulus, index);
    return index;
  }

  private void grow(Pool<W> pool, long tableBytes) {
    int capacity = Math.max(FIRST_CAPACITY, 2 * pool.capacity);
    W larger = store.allocateTables(capacity * tableBytes);
    if (pool.words != null) {
      store.copy(pool.words, larger, pool.capacity * tableBytes);
      store.freeTables(pool.words);
    }
    pool.words = larger;
    pool.capacity = capacity;
  }

  /// The buffer of a degree and lane, as it is now.
  public W words(BufferRef.Twiddles key) {
    return pools.get(key).words;
  }

  public void close() {
    pools.values().forEach(pool -> store.freeTables(pool.words));
    pools.clear();
  }
}
