package io.cloakwork.backend.opencl;

import java.util.ArrayList;
import java.util.List;

/// The temporaries of all executables of a device. Runs follow each other, so one storage, as large
/// as the largest executable needs, serves them all. Guarded by the device's lock.
final class Workspace {

  private final DeviceMemory memory;
  private final List<Long> needs = new ArrayList<>();
  // Null while nobody needs any.
  private DeviceWords words;

  Workspace(DeviceMemory memory) {
    this.memory = memory;
  }

  /// Makes room for one more executable.
  ///
  /// @throws io.cloakwork.spi.device.DeviceOutOfMemoryException if there is none; then nothing has
  ///   changed
  void add(long bytes) {
    if (bytes > size()) {
      grow(bytes);
    }
    needs.add(bytes);
  }

  /// The old storage is given back first: pending runs hold on to it by themselves.
  private void grow(long bytes) {
    long before = size();
    replace(0);
    try {
      replace(bytes);
    } catch (RuntimeException e) {
      replace(before);
      throw e;
    }
  }

  /// Forgets an executable's need and shrinks to what the others need.
  void remove(long bytes) {
    if (!needs.remove((Long) bytes)) {
      return; // the device has been closed
    }
    long largest = needs.stream().mapToLong(Long::longValue).max().orElse(0);
    if (largest < size()) {
      replace(largest);
    }
  }

  void close() {
    needs.clear();
    replace(0);
  }

  private long size() {
    return words == null ? 0 : words.bytes();
  }

  private void replace(long bytes) {
    if (words != null) {
      memory.free(words);
      words = null;
    }
    if (bytes > 0) {
      words = memory.allocate(bytes);
    }
  }

  /// The storage for a run that is submitted now, or null if no executable needs any.
  DeviceWords words() {
    return words;
  }
}
