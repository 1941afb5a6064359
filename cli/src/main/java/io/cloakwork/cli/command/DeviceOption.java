package io.cloakwork.cli.command;

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

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "The backend (default: ${DEFAULT-VALUE}); 'devices' lists them.")
  String backend;

  @Option(
      names = "--device",
      paramLabel = "N",
      defaultValue = "0",
      description = "Which of the backend's devices (default: ${DEFAULT-VALUE}).")
  int index;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "0",
      description = "Worker threads (default: as many as there are cores).")
  int threads;

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
    if (threads < 0 || threads > MAX_THREADS) {
      throw new UsageFailure(
          "--threads is %d and must be from 0, all cores, to %d".formatted(threads, MAX_THREADS));
    }
    if (index < 0) {
      throw new UsageFailure("--device is %d and must not be negative".formatted(index));
    }
    DeviceOptions options = new DeviceOptions(index, threads, true, 0, properties);
    // Only the cpu backend has kernels that a compiler of the virtual machine must reach first.
    boolean waits = ready && backend.equals("cpu");
    return Backends.open(backend, waits ? options.withProperty("warmup", "await") : options);
  }
}
