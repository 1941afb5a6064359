package io.cloakwork.kernels.runtime;

import java.util.ArrayList;
import java.util.List;

/// The temporaries of all executables of a device. Runs follow each other, so one storage, as large
/// as the largest executable needs, serves them all. Guarded by the device's lock.
///
/// @param <W> a piece of memory
public final class Workspace<W> {

  private final DeviceStore<W> store;
  private final List<Long> needs = new ArrayList<>();
  private long size;
  // Null while nobody needs any.
  private W words;

  public Workspace(DeviceStore<W> store) {
    this.store = store;
  }

  /// Makes room for one more executable.
  ///
  /// @throws io.cloakwork.spi.device.DeviceOutOfMemoryException if there is none; then nothing has
  ///   changed
  public void add(long bytes) {
    if (bytes > size) {
      grow(bytes);
    }
    needs.add(bytes);
  }

  /// The old storage is given back first: pending runs hold on to it by themselves.
  private void grow(long bytes) {
    long before = size;
    replace(0);
    try {
      replace(bytes);
    } catch (RuntimeException e) {
      replace(before);
      throw e;
    }
  }

  /// Forgets an executable's need and shrinks to what the others need.
  public void remove(long bytes) {
    if (!needs.remove((Long) bytes)) {
      return; // the device has been closed
    }
    long largest = needs.stream().mapToLong(Long::longValue).max().orElse(0);
    if (largest < size) {
      replace(largest);
    }
  }

  public void close() {
    needs.clear();
    replace(0);
  }

  private void replace(long bytes) {
    if (words != null) {
      store.free(words);
      words = null;
      size = 0;
    }
    if (bytes > 0) {
      words = store.allocate(bytes);
      size = bytes;
    }
  }

  /// The storage for a run that is submitted now, or null if no executable needs any.
  public W words() {
    return words;
  }
}
