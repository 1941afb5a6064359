package io.cloakwork.bench.serve;

import io.cloakwork.bench.run.DeviceTarget;
import io.cloakwork.serve.server.DeviceChoice;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.Map;

/// Which device the service computes on; clients have one of their own of the same kind.
///
/// @param backend its name
/// @param index which of the backend's devices
/// @param threads workers, 0 for all cores
/// @param properties what only the backend knows
public record ServeDevice(String backend, int index, int threads, Map<String, String> properties) {

  static ServeDevice of(DeviceTarget target) {
    return new ServeDevice(target.backend(), target.index(), target.threads(), Map.of());
  }

  DeviceChoice choice() {
    return new DeviceChoice(backend, index, threads, 0, properties);
  }

  Device open() {
    return Backends.open(backend, new DeviceOptions(index, threads, true, 0, properties));
  }
}
