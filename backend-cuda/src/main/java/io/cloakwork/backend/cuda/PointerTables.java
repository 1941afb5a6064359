package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.PinnedMemory;
import io.cloakwork.backend.cuda.driver.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Pinned memory from which the tables of addresses of runs are copied to the device. A run keeps
/// its table until it is done; then others use it again. Guarded by the device's lock.
final class PointerTables {

  /// Sizes are powers of two, from a page on.
  private static final int SMALLEST_LOG_BYTES = 12;

  private static final int SIZES = 20;

  private final Session session;
  private final List<Deque<PinnedMemory>> free = new ArrayList<>();
  private final List<PinnedMemory> all = new ArrayList<>();

  PointerTables(Session session) {
    this.session = session;
    for (int i = 0; i < SIZES; i++) {
      free.add(new ArrayDeque<>());
    }
  }

  private static int size(long bytes) {
    int logBytes = Long.SIZE - Long.numberOfLeadingZeros(bytes - 1);
    return Math.max(0, logBytes - SMALLEST_LOG_BYTES);
  }

  /// A table of at least `bytes` bytes that no run reads.
  PinnedMemory take(long bytes) {
    int size = size(bytes);
    PinnedMemory table = free.get(size).pollLast();
    if (table == null) {
      table = new PinnedMemory(session, 1L << (SMALLEST_LOG_BYTES + size));
      all.add(table);
    }
    return table;
  }

  void giveBack(PinnedMemory table) {
    free.get(size(table.bytes().byteSize())).addLast(table);
  }

  void close() {
    all.forEach(PinnedMemory::free);
    all.clear();
    free.forEach(Deque::clear);
  }
}
