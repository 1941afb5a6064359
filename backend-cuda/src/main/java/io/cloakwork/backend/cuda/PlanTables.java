package io.cloakwork.backend.cuda;

import io.cloakwork.kernels.launch.LaunchPlan;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// What the launches of a plan read beside their buffers, in one piece of device memory: its
/// constants, its integers, and room for the addresses of its buffers.
final class PlanTables {

  private static final long ALIGNMENT = 256;

  private final DeviceWords words;
  private final long integersAt;
  private final long addressesAt;

  /// @param slots buffers of the plan
  PlanTables(DeviceMemory memory, LaunchPlan plan, int slots) {
    long[] constants = plan.constants();
    int[] integers = plan.integers();
    integersAt = aligned((long) constants.length * Long.BYTES);
    addressesAt = integersAt + aligned((long) integers.length * Integer.BYTES);
    words = memory.allocateTables(addressesAt + aligned((long) slots * Long.BYTES));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment all = arena.allocate(addressesAt, Long.BYTES);
      MemorySegment.copy(constants, 0, all, ValueLayout.JAVA_LONG, 0, constants.length);
      MemorySegment.copy(integers, 0, all, ValueLayout.JAVA_INT, integersAt, integers.length);
      memory.write(words, 0, all);
    }
  }

  private static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  DeviceWords words() {
    return words;
  }

  long constants() {
    return words.address();
  }

  long integers() {
    return words.address() + integersAt;
  }

  /// Where kernels read the addresses of their buffers.
  long addresses() {
    return words.address() + addressesAt;
  }

  /// Where the addresses are, in bytes from the start.
  long addressesAt() {
    return addressesAt;
  }
}
