package io.cloakwork.serve.store;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files of key sets, mapped and loaded, within a budget. What does not fit beside the sets in
/// use is mapped for the one use and not kept. Thread-safe; nothing waits.
final class RamTier {

  /// The mapped files of a set.
  private static final class Entry {
    private final KeySet set;
    private final Arena arena = Arena.ofShared();
    private final boolean kept;
    private final List<MemorySegment> files = new ArrayList<>();
    private int users = 1;
    private boolean loaded;
    private boolean dropped;

    Entry(KeySet set, boolean kept) {
      this.set = set;
      this.kept = kept;
    }
  }

  /// Files in use.
  interface Files extends AutoCloseable {

    /// In the order of the set's keys.
    List<MemorySegment> segments();

    @Override
    void close();
  }

  private final KeyStore store;
  private final long budget;
  private final CacheEvents events;
  // Least recently used first.
  private final Map<ContentHash, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;
  private boolean closed;

  RamTier(KeyStore store, long budget, CacheEvents events) {
    this.store = store;
    this.budget = budget;
    this.events = events;
  }

  /// The files of a set, mapped and loaded unless they are.
  ///
  /// @throws DamagedFileException if one is gone or has another length; the store knows then
  Files use(ContentHash id, KeySet set) throws IOException {
    Entry entry = enter(id, set);
    boolean done = false;
    try {
      load(id, entry);
      done = true;
      return new Files() {
        private boolean open = true;

        @Override
        public List<MemorySegment> segments() {
          return entry.files;
        }

        @Override
        public void close() {
          if (open) {
            open = false;
            leave(id, entry);
          }
        }
      };
    } finally {
      if (!done) {
        drop(id);
        leave(id, entry);
      }
    }
  }

  private synchronized Entry enter(ContentHash id, KeySet set) {
    Entry found = entries.get(id);
    if (found != null) {
      found.users++;
      events.ramHit();
      return found;
    }
    boolean kept = !closed && makeRoom(set.bytes());
    Entry entry = new Entry(set, kept);
    if (kept) {
      entries.put(id, entry);
      bytes += set.bytes();
    }
    return entry;
  }

  private boolean makeRoom(long needed) {
    if (needed > budget) {
      return false;
    }
    Iterator<Map.Entry<ContentHash, Entry>> oldest = entries.entrySet().iterator();
    while (bytes + needed > budget && oldest.hasNext()) {
      Map.Entry<ContentHash, Entry> each = oldest.next();
      if (each.getValue().users == 0) {
        oldest.remove();
        unmap(each.getValue());
        events.evicted(each.getKey(), CacheTier.RAM, each.getValue().set.bytes(), true);
      }
    }
    return bytes + needed <= budget;
  }

  /// Maps the files and touches every page, one thread a set.
  private void load(ContentHash id, Entry entry) throws IOException {
    synchronized (entry) {
      if (entry.loaded) {
        return;
      }
      entry.files.clear();
      for (KeyFile file : entry.set.keys()) {
        MemorySegment segment = store.map(id, file, entry.arena);
        segment.load();
        entry.files.add(segment);
      }
      entry.loaded = true;
      events.readFromDisk(entry.set.bytes());
    }
  }

  private synchronized void leave(ContentHash id, Entry entry) {
    entry.users--;
    if (entry.users == 0 && (!entry.kept || entry.dropped)) {
      unmap(entry);
    } else if (entry.kept && !entry.dropped) {
      entries.get(id); // now the most recently used
    }
  }

  /// Drops a set, if in use once it no longer is.
  synchronized void drop(ContentHash id) {
    Entry entry = entries.remove(id);
    if (entry != null) {
      entry.dropped = true;
      events.evicted(id, CacheTier.RAM, entry.set.bytes(), false);
      if (entry.users == 0) {
        unmap(entry);
      }
    }
  }

  private void unmap(Entry entry) {
    entry.arena.close();
    if (entry.kept) {
      bytes -= entry.set.bytes();
    }
  }

  synchronized long bytes() {
    return bytes;
  }

  /// Drops everything that is not in use, and the rest once it is not.
  synchronized void close() {
    closed = true;
    List.copyOf(entries.keySet()).forEach(this::drop);
  }
}
