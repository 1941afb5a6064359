package io.cloakwork.spi.device;

import java.util.Optional;

/// A kind of device, found by [java.util.ServiceLoader]. Declared both in module-info and in
/// META-INF/services, because the product runs on the class path. Loading the class has no side
/// effects: devices, natives and threads wait for [#probe] and [#open].
public interface BackendProvider {

  /// A short name, lower case, unique: what `--backend` takes.
  String name();

  Capabilities capabilities();

  /// Looks for devices. Never throws; says why there are none.
  Probe probe();

  /// Opens a device.
  ///
  /// @throws BackendUnavailableException if [#probe] would say unavailable, or there is no such
  ///   index
  Device open(DeviceOptions options);

  /// What may be tuned on a device, or empty if nothing can.
  ///
  /// @throws BackendUnavailableException as [#open]
  default Optional<TuningSpace> tuningSpace(int index) {
    return Optional.empty();
  }
}
