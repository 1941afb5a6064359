package io.cloakwork.cli.command;

import io.cloakwork.bench.serve.ServeDevice;
import io.cloakwork.bench.tune.RotationTime;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cost.MachineProfile;
import io.cloakwork.cost.MachineProfiles;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which device to use.
final class DeviceOption {

  /// More workers than any machine has cores would only take memory.
  private static final int MAX_THREADS = 1024;

  private static final String DEFAULT = "cpu";

  // Of simulated devices: a fact and a property.
  private static final String PROFILE = "profile";

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      description = "The backend (default: cpu; the demo takes the fastest); 'devices' lists them.")
  private String backend;

  @Option(
      names = "--device",
      paramLabel = "N|NAME",
      description = "Which of the backend's devices, by index or by name (default: 0).")
  private String device;

  @Option(
      names = "--threads",
      paramLabel = "T",
      defaultValue = "0",
      description = "Worker threads (default: all cores; OpenCL always uses all of a device).")
  private int threads;

  @Option(
      names = "--property",
      paramLabel = "K=V",
      description = "What only this backend knows, for instance exact=cpu for sim; repeatable.")
  private Map<String, String> properties = Map.of();

  /// The backend's name.
  String backend() {
    return backend == null ? DEFAULT : backend;
  }

  /// Which of the backend's devices.
  ///
  /// @throws UsageFailure if it is negative
  /// @throws io.cloakwork.spi.device.BackendUnavailableException if there is none of that name
  int index() {
    if (device == null) {
      return 0;
    }
    if (device.startsWith("-")) {
      throw new UsageFailure("--device is %s and must not be negative".formatted(device));
    }
    return Backends.index(Backends.named(backend()), device);
  }

  /// Whether the person has named a backend.
  boolean isChosen() {
    return backend != null;
  }

  /// Takes the fastest device, for nobody has named one.
  ///
  /// @throws UsageFailure if a number was given, which means nothing without a backend
  FastestDevice takeFastest() {
    if (device != null) {
      throw new UsageFailure("--device %s: of which --backend?".formatted(device));
    }
    requireInRange();
    FastestDevice choice =
        FastestDevice.among(
            Backends.all(),
            (name, number) -> RotationTime.micros(() -> open(name, number, true, Map.of())));
    backend = choice.backend();
    device = Integer.toString(choice.index());
    return choice;
  }

  /// Opens the device.
  ///
  /// @param ready whether to wait until the device runs at full speed, where it takes time to get
  ///   there; else it gets there while it is used
  /// @throws UsageFailure if the number of threads or of the device is out of range
  Device open(boolean ready) {
    return open(ready, Map.of());
  }

  /// The same with properties that the backend knows.
  Device open(boolean ready, Map<String, String> more) {
    requireInRange();
    Map<String, String> all = new HashMap<>(properties);
    all.putAll(more);
    return open(backend(), index(), ready, all);
  }

  private Device open(String name, int number, boolean ready, Map<String, String> properties) {
    DeviceOptions options = new DeviceOptions(number, threads, true, 0, properties);
    // Only the cpu backend has kernels that a compiler of the virtual machine must reach first.
    boolean waits = ready && name.equals(DEFAULT);
    return Backends.open(name, waits ? options.withProperty("warmup", "await") : options);
  }

  /// The choice for a service to open.
  ServeDevice forService() {
    return new ServeDevice(backend(), index(), threads, properties);
  }

  /// @throws UsageFailure if the number of threads or of the device is out of range
  void requireInRange() {
    if (threads < 0 || threads > MAX_THREADS) {
      throw new UsageFailure(
          "--threads is %d and must be from 0, all cores, to %d".formatted(threads, MAX_THREADS));
    }
    if (device != null && device.startsWith("-")) {
      throw new UsageFailure("--device is %s and must not be negative".formatted(device));
    }
  }

  /// What the device costs if it is simulated: then times are predicted for it and for no other.
  ///
  /// @throws io.cloakwork.spi.device.BackendException if there is no such device
  Optional<MachineProfile> simulated() {
    if (!(Backends.named(backend()).probe() instanceof Probe.Available there)
        || index() >= there.devices().size()) {
      return Optional.empty();
    }
    DeviceProfile profile = there.devices().get(index());
    if (!profile.isSimulated()) {
      return Optional.empty();
    }
    String own = properties.get(PROFILE);
    if (own == null) {
      return MachineProfiles.find(profile.facts().get(PROFILE), Optional.empty());
    }
    try {
      return Optional.of(MachineProfiles.read(Path.of(own)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
