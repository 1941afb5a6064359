package io.cloakwork.spi.device;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;

/// Another device but for what a subclass overrides: to watch it, or to do less than it can.
public abstract class ForwardingDevice implements Device {

  private final Device device;

  /// @param device that is closed with this one
  protected ForwardingDevice(Device device) {
    this.device = device;
  }

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
