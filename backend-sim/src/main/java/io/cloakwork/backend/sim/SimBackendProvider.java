package io.cloakwork.backend.sim;

import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Accelerators without a board: graphs are executed exactly, by another backend, while a clock
/// advances by what the device's profile predicts. There is one device for every file of facts and
/// for every calibrated profile.
///
/// Properties: `exact` = the backend that executes (default: `reference`), `profile` = a machine
/// profile of one's own, a JSON file, in the place of the device's.
public final class SimBackendProvider implements BackendProvider {

  static final String NAME = "sim";

  private static final String EXACT = "exact";
  private static final String PROFILE = "profile";
  private static final String ORACLE = "reference";

  /// For [java.util.ServiceLoader].
  public SimBackendProvider() {}

  @Override
  public String name() {
    return NAME;
  }

  /// Everything: what is executed is the reference's affair.
  @Override
  public Capabilities capabilities() {
    return Capabilities.all();
  }

  @Override
  public Probe probe() {
    List<DeviceProfile> devices =
        SimMachine.names().stream()
            .map(name -> SimMachine.named(name).toDeviceProfile(ORACLE, 0))
            .toList();
    return new Probe.Available(devices);
  }

  /// By `vendor/device`, `device`, what the name of one device alone starts with, or the name in
  /// its profile.
  @Override
  public OptionalInt find(String device) {
    return SimMachine.find(device)
        .map(found -> OptionalInt.of(SimMachine.names().indexOf(found.id())))
        .orElseGet(() -> BackendProvider.super.find(device));
  }

  @Override
  public Device open(DeviceOptions options) {
    options.requireKnown(NAME, Set.of(EXACT, PROFILE));
    List<String> names = SimMachine.names();
    if (options.index() >= names.size()) {
      throw new BackendUnavailableException(
          "backend sim has devices 0 to %d; there is no index %d"
              .formatted(names.size() - 1, options.index()),
          null);
    }
    String own = options.properties().get(PROFILE);
    SimMachine machine =
        own == null ? SimMachine.named(names.get(options.index())) : SimMachine.of(Path.of(own));
    if (options.threads() > 0) {
      machine = machine.withUnits(options.threads());
    }
    String exact = options.properties().getOrDefault(EXACT, ORACLE);
    if (exact.equals(NAME)) {
      throw new IllegalArgumentException("property exact is 'sim', which executes nothing itself");
    }
    Device executing =
        Backends.open(exact, DeviceOptions.defaults().withMemoryLimit(options.memoryLimitBytes()));
    return new SimDevice(
        executing, machine, machine.toDeviceProfile(exact, executing.profile().memoryBytes()));
  }
}
