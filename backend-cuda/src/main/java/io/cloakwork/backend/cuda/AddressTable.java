package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.PinnedMemory;
import io.cloakwork.backend.cuda.driver.Session;
import java.lang.foreign.ValueLayout;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;

/// The addresses of the buffers that an executable works on, on the device. They are copied there
/// in the order of the launches, and only when they have changed. Guarded by the device's lock.
final class AddressTable {

  private final CUdeviceptr onDevice;
  // What the device will have when the stream of launches has come this far.
  private final long[] current;
  private final long[] wanted;
  private boolean known;

  AddressTable(PlanTables tables, int slots) {
    onDevice = tables.words().pointer().withByteOffset(tables.addressesAt());
    current = new long[slots];
    wanted = new long[slots];
  }

  /// The address for a slot from now on.
  void set(int slot, long address) {
    wanted[slot] = address;
  }

  /// Has the launches that are given next read what was set.
  void update(Session session, PointerTables pinned, CudaRun run) {
    if (known && !changed()) {
      return;
    }
    known = false;
    long bytes = (long) wanted.length * Long.BYTES;
    PinnedMemory table = pinned.take(bytes);
    for (int i = 0; i < wanted.length; i++) {
      table.bytes().set(ValueLayout.JAVA_LONG, (long) i * Long.BYTES, wanted[i]);
    }
    session.check(
        JCudaDriver.cuMemcpyHtoDAsync(onDevice, table.pointer(), bytes, session.launches()),
        "writing addresses");
    run.reads(table);
    System.arraycopy(wanted, 0, current, 0, wanted.length);
    known = true;
  }

  private boolean changed() {
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] != current[i]) {
        return true;
      }
    }
    return false;
  }
}
