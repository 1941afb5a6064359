package io.cloakwork.backend.opencl;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import java.util.Set;

/// OpenCL devices: processors, GPUs, FPGA boards. This version only says whether an OpenCL loader
/// is there: it has no kernels yet, declares no operations and never opens a device.
public final class OpenClBackendProvider implements BackendProvider {

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public Capabilities capabilities() {
    return new Capabilities(0, 0, 0, Set.of());
  }

  @Override
  public Probe probe() {
    return unavailable(OpenClLoader.find());
  }

  @Override
  public Device open(DeviceOptions options) {
    Probe.Unavailable why = unavailable(OpenClLoader.find());
    throw new BackendUnavailableException("backend opencl: " + why.reason(), why.cause());
  }

  static Probe.Unavailable unavailable(OpenClLoader loader) {
    return switch (loader) {
      case OpenClLoader.Missing missing ->
          new Probe.Unavailable(
              "not implemented in this version; the OpenCL loader is missing too (no "
                  + missing.library()
                  + ")",
              missing.cause());
      case OpenClLoader.Present present ->
          new Probe.Unavailable(
              "not implemented in this version, though the OpenCL loader is here ("
                  + present.library()
                  + ")",
              null);
    };
  }
}
