package io.cloakwork.bench.tune;

import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ForwardingDevice;
import io.cloakwork.spi.device.ForwardingExecutable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// The reference backend, slowed down by as many milliseconds as the tunable `pause` says. With
/// `fault` = `words` it forgets to run, with `fault` = `launch` it fails.
final class FakeDevice extends ForwardingDevice {

  private final Map<String, String> setting;

  private FakeDevice(Device device, Map<String, String> setting) {
    super(device);
    this.setting = setting;
  }

  static Device open(Map<String, String> setting) {
    return new FakeDevice(Backends.open("reference", DeviceOptions.defaults()), setting);
  }

  @Override
  public Executable compile(CommandGraph graph, Reuse reuse) {
    return new Slowed(super.compile(graph, reuse), setting);
  }

  private static final class Slowed extends ForwardingExecutable {

    private final Map<String, String> setting;

    Slowed(Executable executable, Map<String, String> setting) {
      super(executable);
      this.setting = setting;
    }

    @Override
    public Completion submit(Bindings bindings, Completion... waits) {
      LockSupport.parkNanos(Long.parseLong(setting.getOrDefault("pause", "0")) * 1_000_000);
      return switch (setting.getOrDefault("fault", "none")) {
        case "launch" -> throw new BackendException("too many registers");
        case "words" -> new Done();
        default -> super.submit(bindings, waits);
      };
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
