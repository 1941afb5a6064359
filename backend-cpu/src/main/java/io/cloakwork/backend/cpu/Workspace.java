package io.cloakwork.backend.cpu;

import io.cloakwork.backend.cpu.kernel.Rows;
import java.util.ArrayList;
import java.util.List;

/// The temporaries of all executables of a device. Runs follow each other, so one storage, as large
/// as the largest executable needs, serves them all and stays in the cache from run to run.
///
/// A run keeps the storage that it was submitted with; a larger or smaller one that replaces it
/// meanwhile serves later runs.
final class Workspace {

  /// What one executable needs, in words of each lane.
  record Need(int fastWords, int wideWords) {

    static final Need NOTHING = new Need(0, 0);

    long bytes() {
      return ((long) fastWords + wideWords) * Long.BYTES;
    }

    private Need max(Need other) {
      return new Need(Math.max(fastWords, other.fastWords), Math.max(wideWords, other.wideWords));
    }
  }

  private final DeviceMemory memory;
  private final List<Need> needs = new ArrayList<>();
  private Need size = Need.NOTHING;
  private Rows rows = Rows.allocate(0, 0);

  Workspace(DeviceMemory memory) {
    this.memory = memory;
  }

  /// Makes room for one more executable.
  ///
  /// @throws io.cloakwork.spi.device.DeviceOutOfMemoryException if there is none; then nothing has
  ///   changed
  synchronized void add(Need need) {
    resize(size.max(need));
    needs.add(need);
  }

  /// Forgets an executable's need and shrinks to what the others need.
  synchronized void remove(Need need) {
    if (!needs.remove(need)) {
      return; // the device has been closed
    }
    resize(needs.stream().reduce(Need.NOTHING, Need::max));
  }

  /// Forgets every need.
  synchronized void close() {
    needs.clear();
    resize(Need.NOTHING);
  }

  /// The storage for a run that is submitted now.
  synchronized Rows rows() {
    return rows;
  }

  private void resize(Need wanted) {
    if (wanted.equals(size)) {
      return;
    }
    // Not given to `memory` to keep: a pending run may still be using the old storage.
    synchronized (memory) {
      memory.unreserve(size.bytes());
      try {
        rows = memory.allocate(wanted.fastWords, wanted.wideWords, wanted.bytes());
      } catch (RuntimeException e) {
        memory.reserve(size.bytes());
        throw e;
      }
    }
    size = wanted;
  }
}
