package io.cloakwork.ckks;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Small executables, compiled on first use and found again by a structural key. The least recently
/// used are closed when there are too many, or their temporaries take too much memory. Thread-safe;
/// one in use is never closed.
public final class GraphCache implements AutoCloseable {

  private static final int MAX_ENTRIES = 1024;
  private static final long MAX_TEMPORARY_BYTES = 1L << 30;

  private final Device device;
  private final int maxEntries;
  private final long maxTemporaryBytes;
  private final LinkedHashMap<Object, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long temporaryBytes;
  private boolean closed;

  private static final class Entry {
    private final Executable executable;
    private int users;

    private Entry(Executable executable) {
      this.executable = executable;
    }

    private long bytes() {
      return executable.report().temporaryBytes();
    }
  }

  GraphCache(Device device) {
    this(device, MAX_ENTRIES, MAX_TEMPORARY_BYTES);
  }

  GraphCache(Device device, int maxEntries, long maxTemporaryBytes) {
    this.device = device;
    this.maxEntries = maxEntries;
    this.maxTemporaryBytes = maxTemporaryBytes;
  }

  /// Runs the graph of `key` to its end, compiling it first if it is new.
  ///
  /// @param key a value (record) that determines the graph's structure
  /// @param record makes the graph
  /// @param bind binds every input and output
  public void run(Object key, Supplier<CommandGraph> record, Consumer<Bindings> bind) {
    run(key, record, (_, bindings) -> bind.accept(bindings));
  }

  /// The same for callers that learn the outputs' shapes from the graph.
  public void run(
      Object key, Supplier<CommandGraph> record, BiConsumer<CommandGraph, Bindings> bind) {
    Entry entry = acquire(key, record);
    try {
      Bindings bindings = entry.executable.newBindings();
      bind.accept(entry.executable.graph(), bindings);
      entry.executable.run(bindings);
    } finally {
      release(entry);
    }
  }

  /// Runs a graph that will not be seen again.
  public void runOnce(CommandGraph graph, Consumer<Bindings> bind) {
    try (Executable executable = device.compile(graph, Reuse.ONCE)) {
      Bindings bindings = executable.newBindings();
      bind.accept(bindings);
      executable.run(bindings);
    }
  }

  /// The number of executables now held.
  public synchronized int size() {
    return entries.size();
  }

  /// Device memory that the held executables keep for temporaries.
  public synchronized long temporaryBytes() {
    return temporaryBytes;
  }

  private synchronized Entry acquire(Object key, Supplier<CommandGraph> record) {
    if (closed) {
      throw new IllegalStateException("the context is closed");
    }
    Entry entry = entries.get(key);
    if (entry == null) {
      entry = new Entry(device.compile(record.get(), Reuse.MANY));
      entries.put(key, entry);
      temporaryBytes += entry.bytes();
    }
    entry.users++;
    evict();
    return entry;
  }

  private synchronized void release(Entry entry) {
    entry.users--;
    if (closed && entry.users == 0) {
      entry.executable.close();
    }
  }

  private void evict() {
    Iterator<Map.Entry<Object, Entry>> oldest = entries.entrySet().iterator();
    while (oldest.hasNext()
        && (entries.size() > maxEntries || temporaryBytes > maxTemporaryBytes)) {
      Entry entry = oldest.next().getValue();
      if (entry.users == 0) {
        oldest.remove();
        temporaryBytes -= entry.bytes();
        entry.executable.close();
      }
    }
  }

  /// Closes every executable; those in use when their run ends.
  @Override
  public synchronized void close() {
    closed = true;
    List<Entry> all = new ArrayList<>(entries.values());
    entries.clear();
    temporaryBytes = 0;
    for (Entry entry : all) {
      if (entry.users == 0) {
        entry.executable.close();
      }
    }
  }
}
