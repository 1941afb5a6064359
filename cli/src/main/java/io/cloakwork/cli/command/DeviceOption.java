package io.cloakwork.cli.command;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import picocli.CommandLine.Option;

/// Which device to use.
final class DeviceOption {

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
  Device open(boolean ready) {
    DeviceOptions options = new DeviceOptions(index, threads, true, 0, java.util.Map.of());
    // Only the cpu backend has kernels that a compiler of the virtual machine must reach first.
    boolean waits = ready && backend.equals("cpu");
    return Backends.open(backend, waits ? options.withProperty("warmup", "await") : options);
  }
}
