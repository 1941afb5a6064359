package io.cloakwork.backend.cuda;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import java.util.Set;

/// NVIDIA GPUs through the CUDA driver. This version only says whether a driver is there: it has no
/// kernels yet, declares no operations and never opens a device.
public final class CudaBackendProvider implements BackendProvider {

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(0, 0, 0, Set.of());
  }

  @Override
  public Probe probe() {
    return unavailable(CudaDriver.find());
  }

  @Override
  public Device open(DeviceOptions options) {
    Probe.Unavailable why = unavailable(CudaDriver.find());
    throw new BackendUnavailableException("backend cuda: " + why.reason(), why.cause());
  }

  static Probe.Unavailable unavailable(CudaDriver driver) {
    return switch (driver) {
      case CudaDriver.Missing missing ->
          new Probe.Unavailable(
              "not implemented in this version; the NVIDIA driver is missing too (no "
                  + missing.library()
                  + ")",
              missing.cause());
      case CudaDriver.Present present ->
          new Probe.Unavailable(
              "not implemented in this version, though the NVIDIA driver is here ("
                  + present.library()
                  + ")",
              null);
    };
  }
}
