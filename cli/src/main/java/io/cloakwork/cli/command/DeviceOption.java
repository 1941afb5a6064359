package io.cloakwork.cli.command;

import io.cloakwork.bench.serve.ServeDevice;
import io.cloakwork.bench.tune.RotationTime;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.Map;
import picocli.CommandLine.Option;

/// Which device to use.
final class DeviceOption {

  /// More workers than any machine has cores would only take memory.
  private static final int MAX_THREADS = 1024;

  private static final String DEFAULT = "cpu";

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "The backend (default: cpu; the demo takes the fastest); 'devices' lists them.")
  private String backend;

  @Option(
      names = "--device",
      paramLabel = "N",
      description = "Which of the backend's devices (default: 0).")
  private Integer index;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "0",
      description = "Worker threads (default: all cores; OpenCL always uses all of a device).")
  private int threads;

  /// The backend's name.
  String backend() {
    return backend == null ? DEFAULT : backend;
  }

  /// Which of the backend's devices.
  int index() {
    return index == null ? 0 : index;
  }

  /// Whether the person has named a backend.
  boolean isChosen() {
    return backend != null;
  }

  /// Takes the fastest device, for nobody has named one.
  ///
  /// @throws UsageFailure if a number was given, which means nothing without a backend
  FastestDevice takeFastest() {
    if (index != null) {
      throw new UsageFailure("--device %d: of which --backend?".formatted(index));
    }
    requireInRange();
    FastestDevice choice =
        FastestDevice.among(
            Backends.all(),
            (name, number) -> RotationTime.micros(() -> open(name, number, true, Map.of())));
    backend = choice.backend();
    index = choice.index();
    return choice;
  }

  /// Opens the device.
  ///
  /// @param ready whether to wait until the device runs at full speed, where it takes time to get
  ///   there; else it gets there while it is used
  /// @throws UsageFailure if the number of threads or of the device is out of range
  Device open(boolean ready) {
    return open(ready, Map.of());
  }

  /// The same with properties that the backend knows.
  Device open(boolean ready, Map<String, String> properties) {
    requireInRange();
    return open(backend(), index(), ready, properties);
  }

  private Device open(String name, int number, boolean ready, Map<String, String> properties) {
    DeviceOptions options = new DeviceOptions(number, threads, true, 0, properties);
    // Only the cpu backend has kernels that a compiler of the virtual machine must reach first.
    boolean waits = ready && name.equals(DEFAULT);
    return Backends.open(name, waits ? options.withProperty("warmup", "await") : options);
  }

  /// The choice for a service to open.
  ServeDevice forService() {
    return new ServeDevice(backend(), index(), threads);
  }

  /// @throws UsageFailure if the number of threads or of the device is out of range
  void requireInRange() {
    if (threads < 0 || threads > MAX_THREADS) {
      throw new UsageFailure(
          "--threads is %d and must be from 0, all cores, to %d".formatted(threads, MAX_THREADS));
    }
    if (index() < 0) {
      throw new UsageFailure("--device is %d and must not be negative".formatted(index()));
    }
  }
}
