package io.cloakwork.bench.ops;

import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;

/// A device that does only part of what another can, as an accelerator in the making.
public record PartialDevice(Device device, Capabilities capabilities) implements Device {

  @Override
  public DeviceProfile profile() {
    return device.profile();
  }

  @Override
  public DeviceBuffer allocate(RnsShape shape) {
    return device.allocate(shape);
  }

  @Override
  public Executable compile(CommandGraph graph, Reuse reuse) {
    capabilities.require(graph);
    return device.compile(graph, reuse);
  }

  @Override
  public long allocatedBytes() {
    return device.allocatedBytes();
  }

  @Override
  public void close() {
    device.close();
  }
}
