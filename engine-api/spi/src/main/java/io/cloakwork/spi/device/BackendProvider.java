package io.cloakwork.spi.device;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// A kind of device, found by [java.util.ServiceLoader]. Declared both in module-info and in
/// META-INF/services, because the product runs on the class path. Loading the class has no side
/// effects: devices, natives and threads wait for [#probe] and [#open].
public interface BackendProvider {

  /// A short name, lower case, unique: what `--backend` takes.
  String name();

  Capabilities capabilities();

  /// Looks for devices. Never throws; says why there are none.
  Probe probe();

  /// The index of the device that a person calls so: by the name in its profile, in upper or lower
  /// case, unless the provider knows shorter names. Where several have one name, the first.
  ///
  /// @return empty if there is no such device
  default OptionalInt find(String device) {
    return probe() instanceof Probe.Available available
        ? IntStream.range(0, available.devices().size())
            .filter(i -> available.devices().get(i).name().equalsIgnoreCase(device))
            .findFirst()
        : OptionalInt.empty();
  }

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
