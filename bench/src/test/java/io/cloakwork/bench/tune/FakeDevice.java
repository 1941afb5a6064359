package io.cloakwork.bench.tune;

import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// The reference backend, slowed down by as many milliseconds as the tunable `pause` says. With
/// `fault` = `words` it forgets to run, with `fault` = `launch` it fails.
record FakeDevice(Device device, Map<String, String> setting) implements Device {

  static Device open(Map<String, String> setting) {
    return new FakeDevice(Backends.open("reference", DeviceOptions.defaults()), setting);
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
    return new Slowed(device.compile(graph, reuse), setting);
  }

  @Override
  public long allocatedBytes() {
    return device.allocatedBytes();
  }

  @Override
  public void close() {
    device.close();
  }

  private record Slowed(Executable executable, Map<String, String> setting) implements Executable {

    @Override
    public CommandGraph graph() {
      return executable.graph();
    }

    @Override
    public ExecutableReport report() {
      return executable.report();
    }

    @Override
    public Bindings newBindings() {
      return executable.newBindings();
    }

    @Override
    public Completion submit(Bindings bindings, Completion... waits) {
      LockSupport.parkNanos(Long.parseLong(setting.getOrDefault("pause", "0")) * 1_000_000);
      return switch (setting.getOrDefault("fault", "none")) {
        case "launch" -> throw new BackendException("too many registers");
        case "words" -> new Done();
        default -> executable.submit(bindings, waits);
      };
    }

    @Override
    public void close() {
      executable.close();
    }
  }

  private record Done() implements Completion {
    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public void await() {}
  }
}
