package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.Hardware;
import io.cloakwork.backend.opencl.driver.HardwareScan;
import io.cloakwork.backend.opencl.driver.ProgramSource;
import io.cloakwork.backend.opencl.driver.Programs;
import io.cloakwork.backend.opencl.driver.Session;
import io.cloakwork.hardware.profiles.tuning.TuningException;
import io.cloakwork.hardware.profiles.tuning.TuningResolver;
import io.cloakwork.kernels.launch.KernelProgram;
import io.cloakwork.kernels.launch.KernelProgram.Dialect;
import io.cloakwork.kernels.launch.KernelSources;
import io.cloakwork.kernels.launch.TuningChoice;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Probe;
import io.cloakwork.spi.device.TuningSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// OpenCL devices of every platform: processors, GPUs. Pinning is the driver's affair, and so is
/// how many of a device's compute units work: all of them, or the device is not opened. Properties
/// of [DeviceOptions]:
///
/// - the choices of [io.cloakwork.kernels.launch.TuningChoice], `lane` and `tile` among them; what
///   is not given is looked up in tuning files;
/// - `tuning` = a folder of this user's tuning files, or `off`; by default
///   `~/.config/cloakwork/tuning`;
/// - `queue`, `profiling`, `variant`, `kernels`, `cache`, `export`, `binaries`: see
///   `RunProperties`. A tuning file of this user may name binaries too.
public final class OpenClBackendProvider implements BackendProvider {

  static final String NAME = "opencl";

  private static final List<String> TUNABLES =
      Arrays.stream(TuningChoice.values()).map(TuningChoice::key).toList();

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
    return probe(HardwareScan.run());
  }

  static Probe probe(HardwareScan scan) {
    return switch (scan) {
      case HardwareScan.Nothing nothing -> new Probe.Unavailable(nothing.reason(), nothing.cause());
      case HardwareScan.Found found -> probe(found.devices());
    };
  }

  private static Probe probe(List<Hardware> devices) {
    try {
      return new Probe.Available(devices.stream().map(OpenClBackendProvider::profile).toList());
    } catch (TuningException e) {
      return new Probe.Unavailable(e.getMessage(), e);
    }
  }

  private static DeviceProfile profile(Hardware hardware) {
    return DeviceFacts.profile(
        hardware,
        DeviceTuning.of(hardware, Map.of(), TuningResolver.userFolder(Map.of())),
        DeviceTuning.sources(hardware),
        DeviceFacts.defaultLimitBytes(hardware));
  }

  @Override
  public Device open(DeviceOptions options) {
    options.requireKnown(NAME, properties());
    Hardware hardware = hardware(options.index());
    requireAllUnits(hardware, options.threads());
    long limit =
        options.memoryLimitBytes() > 0
            ? options.memoryLimitBytes()
            : DeviceFacts.defaultLimitBytes(hardware);
    Map<String, String> given = new LinkedHashMap<>(options.properties());
    given.keySet().retainAll(TUNABLES);
    DeviceTuning tuning =
        DeviceTuning.of(hardware, given, TuningResolver.userFolder(options.properties()));
    RunProperties properties =
        new RunProperties(options.properties(), tuning.resolved().binaries());
    KernelSources texts = properties.kernels(DeviceTuning.sources(hardware));
    ProgramSource source = properties.programs(hardware, KernelProgram.all(tuning.tuning()), texts);
    Dialect dialect = properties.dialect();
    Session session = Session.open(hardware, properties.queueMode(hardware));
    return new OpenClDevice(session, tuning, new Programs(session, source, dialect, texts), limit);
  }

  @Override
  public Optional<TuningSpace> tuningSpace(int index) {
    return Optional.of(DeviceTuning.space(hardware(index)));
  }

  private static Hardware hardware(int index) {
    return switch (HardwareScan.run()) {
      case HardwareScan.Nothing nothing ->
          throw new BackendUnavailableException(
              "backend opencl: " + nothing.reason(), nothing.cause());
      case HardwareScan.Found found -> choose(found.devices(), index);
    };
  }

  /// How many compute units work is the driver's affair.
  private static void requireAllUnits(Hardware hardware, int threads) {
    if (threads != 0 && threads != hardware.computeUnits()) {
      throw new IllegalArgumentException(
          "%d threads: OpenCL runs on %s with all of its %d compute units"
              .formatted(threads, hardware.name(), hardware.computeUnits()));
    }
  }

  private static Hardware choose(List<Hardware> devices, int index) {
    if (index >= devices.size()) {
      throw new BackendUnavailableException(
          "backend opencl has %d devices, indices from 0; %d was asked for"
              .formatted(devices.size(), index),
          null);
    }
    return devices.get(index);
  }

  private static List<String> properties() {
    List<String> known = new ArrayList<>(RunProperties.KEYS);
    known.add(TuningResolver.PROPERTY);
    known.addAll(TUNABLES);
    return known;
  }
}
