package io.cloakwork.backend.reference;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import java.util.List;
import java.util.Map;

/// The provider of the oracle: always available, one device, everything in the contract.
public final class ReferenceBackend implements BackendProvider {

  static final String NAME = "reference";

  /// For [java.util.ServiceLoader].
  public ReferenceBackend() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.all();
  }

  @Override
  public Probe probe() {
    return new Probe.Available(List.of(profile(heapLimit())));
  }

  /// Opens the device. Only the memory limit of the options matters: there is one thread, the
  /// caller's.
  @Override
  public Device open(DeviceOptions options) {
    if (options.index() != 0) {
      throw new BackendUnavailableException(
          "backend reference has one device, of index 0; there is no index " + options.index(),
          null);
    }
    long limit = options.memoryLimitBytes() == 0 ? heapLimit() : options.memoryLimitBytes();
    return new ReferenceDevice(profile(limit), capabilities());
  }

  private static long heapLimit() {
    return Runtime.getRuntime().maxMemory();
  }

  private static DeviceProfile profile(long memoryBytes) {
    return new DeviceProfile(
        NAME,
        "exact arithmetic on the calling thread",
        1,
        memoryBytes,
        Map.of("lanes", "one, any prime below 2^61"));
  }
}
