package io.cloakwork.backend.sim;

import io.cloakwork.cost.GraphCost;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;

/// A device of another backend that executes, and the clock of the machine that is simulated.
/// Everything that the contract asks for, order, memory and refusals, is the other device's.
final class SimDevice implements Device {

  private final Device exact;
  private final SimMachine machine;
  private final DeviceProfile profile;
  private final SimClock clock;

  SimDevice(Device exact, SimMachine machine, DeviceProfile profile) {
    this.exact = exact;
    this.machine = machine;
    this.profile = profile;
    this.clock = new SimClock(machine.profile());
  }

  @Override
  public DeviceProfile profile() {
    return profile;
  }

  SimClock clock() {
    return clock;
  }

  @Override
  public DeviceBuffer allocate(RnsShape shape) {
    return new SimBuffer(this, exact.allocate(shape));
  }

  @Override
  public Executable compile(CommandGraph graph, Reuse reuse) {
    Executable executable = exact.compile(graph, reuse);
    GraphCost cost = GraphCost.of(graph);
    return new SimExecutable(this, executable, cost, machine.profile().time(cost));
  }

  @Override
  public long allocatedBytes() {
    return exact.allocatedBytes();
  }

  @Override
  public void close() {
    exact.close();
  }
}
