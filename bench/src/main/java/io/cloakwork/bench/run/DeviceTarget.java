package io.cloakwork.bench.run;

import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import java.util.List;
import java.util.Map;

/// A device to be measured.
///
/// @param backend its name
/// @param index which of the backend's devices
/// @param threads workers, 0 for all cores
public record DeviceTarget(String backend, int index, int threads) {

  /// The one backend whose kernels a compiler of the virtual machine must reach first.
  private static final String WARMS_UP = "cpu";

  /// Checks that there is such a device, without opening it.
  ///
  /// @throws BackendUnavailableException if there is none
  void requireAvailable() {
    switch (Backends.named(backend).probe()) {
      case Probe.Unavailable(String reason, Throwable cause) ->
          throw new BackendUnavailableException(
              "the %s backend has no device: %s".formatted(backend, reason), cause);
      case Probe.Available(List<DeviceProfile> devices) -> {
        if (index >= devices.size()) {
          throw new BackendUnavailableException(
              "the %s backend has no device %d, only %d".formatted(backend, index, devices.size()),
              null);
        }
      }
    }
  }

  /// Opens the device and waits until it runs at full speed.
  ///
  /// @throws BackendUnavailableException if there is none
  Device open() {
    DeviceOptions options = new DeviceOptions(index, threads, true, 0, Map.of());
    boolean waits = backend.equals(WARMS_UP);
    return Backends.open(backend, waits ? options.withProperty("warmup", "await-all") : options);
  }

  @Override
  public String toString() {
    String number = index == 0 ? "" : " " + index;
    String workers =
        threads == 0 ? "" : ", %d thread%s".formatted(threads, threads == 1 ? "" : "s");
    return backend + number + workers;
  }
}
