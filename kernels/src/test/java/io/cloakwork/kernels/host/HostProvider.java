package io.cloakwork.kernels.host;

import io.cloakwork.kernels.launch.Tuning;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import java.util.List;

/// Opens the host's kernels under one tuning.
public final class HostProvider implements BackendProvider, AutoCloseable {

  private final Tuning tuning;
  private final HostCompiler compiler = new HostCompiler();

  public HostProvider(Tuning tuning) {
    this.tuning = tuning;
  }

  /// Why there is no such device, in one sentence, or empty.
  public static java.util.Optional<String> missing() {
    return HostCompiler.missing();
  }

  @Override
  public String name() {
    return "host";
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.all();
  }

  @Override
  public Probe probe() {
    return new Probe.Available(List.of(new HostDevice(tuning, compiler).profile()));
  }

  @Override
  public Device open(DeviceOptions options) {
    return new HostDevice(tuning, compiler);
  }

  @Override
  public void close() {
    compiler.close();
  }
}
