package io.cloakwork.backend.sim;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import java.util.Set;

/// Accelerators without a board: exact execution with time predicted from a device profile. This
/// version has no simulator yet, declares no operations and never opens a device.
public final class SimBackendProvider implements BackendProvider {

  private static final String REASON = "not implemented in this version";

  @Override
  public String name() {
    return "sim";
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(0, 0, 0, Set.of());
  }

  @Override
  public Probe probe() {
    return new Probe.Unavailable(REASON, null);
  }

  @Override
  public Device open(DeviceOptions options) {
    throw new BackendUnavailableException("backend sim: " + REASON, null);
  }
}
