package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.Session;
import io.cloakwork.kernels.launch.BufferRef;
import io.cloakwork.kernels.launch.Lane;
import io.cloakwork.kernels.launch.TwiddleRows;
import io.cloakwork.kernels.launch.Twiddles;
import io.cloakwork.spi.ring.Modulus;
import java.util.HashMap;
import java.util.Map;
import org.jocl.CL;

/// The twiddles of a device: for each degree and lane one buffer, which grows as primes come to be
/// used. Guarded by the device's lock.
final class TwiddleTables implements TwiddleRows {

  private static final int FIRST_CAPACITY = 8;

  private final Session session;
  private final DeviceMemory memory;
  private final Map<BufferRef.Twiddles, Pool> pools = new HashMap<>();

  private static final class Pool {
    private final Map<Modulus, Integer> indexes = new HashMap<>();
    private DeviceWords words;
    private int capacity;
  }

  TwiddleTables(Session session, DeviceMemory memory) {
    this.session = session;
    this.memory = memory;
  }

  @Override
  public int firstRow(Lane lane, int logN, Modulus modulus) {
    Pool pool = pools.computeIfAbsent(new BufferRef.Twiddles(lane, logN), _ -> new Pool());
    Integer index = pool.indexes.get(modulus);
    if (index == null) {
      index = add(pool, lane, logN, modulus);
    }
    return index * Twiddles.rows(lane);
  }

  private int add(Pool pool, Lane lane, int logN, Modulus modulus) {
    long tableBytes = ((long) Twiddles.rows(lane) * Long.BYTES) << logN;
    int index = pool.indexes.size();
    if (index == pool.capacity) {
      grow(pool, tableBytes);
    }
    session.write(pool.words.memory(), index * tableBytes, Twiddles.table(lane, logN, modulus));
    pool.indexes.put(modulus, index);
    return index;
  }

  private void grow(Pool pool, long tableBytes) {
    int capacity = Math.max(FIRST_CAPACITY, 2 * pool.capacity);
    DeviceWords larger = memory.allocateUncounted(capacity * tableBytes);
    if (pool.words != null) {
      CL.clEnqueueCopyBuffer(
          session.queue(),
          pool.words.memory(),
          larger.memory(),
          0,
          0,
          pool.words.bytes(),
          0,
          null,
          null);
      pool.words.release();
    }
    pool.words = larger;
    pool.capacity = capacity;
  }

  /// The buffer of a degree and lane, as it is now.
  DeviceWords words(BufferRef.Twiddles key) {
    return pools.get(key).words;
  }

  void close() {
    pools.values().forEach(pool -> pool.words.release());
    pools.clear();
  }
}
