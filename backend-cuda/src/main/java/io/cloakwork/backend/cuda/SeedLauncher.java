package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.Programs;
import io.cloakwork.backend.cuda.driver.Session;
import io.cloakwork.kernels.launch.ExpansionPlan;
import io.cloakwork.kernels.launch.LaunchPlan;
import io.cloakwork.kernels.launch.Tuning;
import io.cloakwork.kernels.runtime.BufferSlots;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.uniform.UniformSource;
import java.util.Arrays;
import java.util.List;

/// Fills polynomials on the device from a seed. Guarded by the device's lock.
final class SeedLauncher {

  private final Session session;
  private final Tuning tuning;
  private final Programs programs;
  private final DeviceMemory memory;

  SeedLauncher(Session session, Tuning tuning, Programs programs, DeviceMemory memory) {
    this.session = session;
    this.tuning = tuning;
    this.programs = programs;
    this.memory = memory;
  }

  /// Whether polynomials are made here rather than on the host.
  boolean isUsed() {
    return tuning.expandsSeeds();
  }

  /// Gives the launches to the stream, and the run's event after them.
  void enqueue(
      RnsShape shape,
      DeviceWords words,
      UniformSource source,
      List<UniformSource.Target> targets,
      CudaRun run) {
    LaunchPlan plan = ExpansionPlan.of(shape, source, targets, tuning);
    BufferSlots slots = new BufferSlots(plan);
    PlanTables tables = new PlanTables(memory, plan, slots.buffers().size());
    try {
      long[] addresses = new long[slots.buffers().size()];
      Arrays.fill(addresses, words.address());
      memory.write(tables.words(), tables.addressesAt(), addresses);
      LaunchList launches = new LaunchList(plan, programs, slots, tables);
      words.beforeLaunch(session);
      tables.words().beforeLaunch(session);
      launches.enqueue(session);
      run.end(session);
      words.launched(run);
    } finally {
      memory.freeTables(tables.words());
    }
  }
}
