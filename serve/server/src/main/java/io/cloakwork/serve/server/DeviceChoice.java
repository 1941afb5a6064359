package io.cloakwork.serve.server;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.Map;

/// Which device the service computes on.
///
/// @param backend its name
/// @param index which of the backend's devices
/// @param threads workers, 0 for all cores
/// @param memoryLimitBytes the most that may be allocated, 0 for the device's own limit
/// @param properties what only the backend knows
public record DeviceChoice(
    String backend, int index, int threads, long memoryLimitBytes, Map<String, String> properties) {

  private static final String CPU = "cpu";

  private static final int MAX_THREADS = 1024;

  public DeviceChoice {
    properties = Map.copyOf(properties);
    if (index < 0 || threads < 0 || threads > MAX_THREADS || memoryLimitBytes < 0) {
      throw new IllegalArgumentException(
          "device %d, %d threads, %d bytes: none is negative, and threads are at most %d"
              .formatted(index, threads, memoryLimitBytes, MAX_THREADS));
    }
  }

  /// All cores of this machine.
  public static DeviceChoice cpu() {
    return new DeviceChoice(CPU, 0, 0, 0, Map.of());
  }

  /// The device that a person means.
  ///
  /// @param device an index or a name, as [Backends#index] has it
  /// @throws io.cloakwork.spi.device.BackendUnavailableException if there is no such backend, or it
  ///   has no device of that name
  public static DeviceChoice named(
      String backend, String device, int threads, Map<String, String> properties) {
    if (device.startsWith("-")) {
      throw new IllegalArgumentException(
          "--device is %s and must not be negative".formatted(device));
    }
    int index = Backends.index(Backends.named(backend), device);
    return new DeviceChoice(backend, index, threads, 0, properties);
  }

  /// Opens the device and waits until it runs at full speed.
  ///
  /// @throws io.cloakwork.spi.device.BackendUnavailableException if it is not there
  public Device open() {
    DeviceOptions options = new DeviceOptions(index, threads, true, memoryLimitBytes, properties);
    // The kernels of the cpu backend are fast once the virtual machine has compiled them.
    return Backends.open(
        backend, backend.equals(CPU) ? options.withProperty("warmup", "await") : options);
  }
}
