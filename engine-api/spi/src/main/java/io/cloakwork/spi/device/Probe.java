package io.cloakwork.spi.device;

import java.util.List;

/// What a provider found on this machine.
public sealed interface Probe {

  /// Devices in index order.
  record Available(List<DeviceProfile> devices) implements Probe {
    public Available {
      devices = List.copyOf(devices);
      if (devices.isEmpty()) {
        throw new IllegalArgumentException("an available backend has at least one device");
      }
    }
  }

  /// One sentence that says what is missing, and the cause where there is one (else null).
  record Unavailable(String reason, Throwable cause) implements Probe {}
}
