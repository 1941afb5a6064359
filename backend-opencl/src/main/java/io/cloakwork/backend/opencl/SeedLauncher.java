package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.Programs;
import io.cloakwork.backend.opencl.driver.Session;
import io.cloakwork.kernels.launch.ExpansionPlan;
import io.cloakwork.kernels.launch.LaunchPlan;
import io.cloakwork.kernels.launch.Tuning;
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

  /// Returns when the words are there.
  void run(
      RnsShape shape, DeviceWords words, UniformSource source, List<UniformSource.Target> targets) {
    LaunchPlan plan = ExpansionPlan.of(shape, source, targets, tuning);
    DeviceWords integers = memory.allocateTables((long) plan.integers().length * Integer.BYTES);
    DeviceWords constants = memory.allocateTables((long) plan.constants().length * Long.BYTES);
    try {
      session.write(integers.memory(), plan.integers());
      session.write(constants.memory(), 0, plan.constants());
      run(plan, words, integers, constants);
    } finally {
      integers.release();
      constants.release();
    }
  }

  private void run(
      LaunchPlan plan, DeviceWords words, DeviceWords integers, DeviceWords constants) {
    LaunchList launches = new LaunchList(plan, programs, integers, constants);
    try {
      DeviceWords[] slots = new DeviceWords[launches.slots().size()];
      Arrays.fill(slots, words);
      launches.run(session, slots);
    } finally {
      launches.close();
    }
  }
}
