package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.Hardware;
import io.cloakwork.backend.cuda.driver.HardwareScan;
import io.cloakwork.backend.cuda.driver.Session;
import io.cloakwork.hardware.profiles.tuning.TuningException;
import io.cloakwork.hardware.profiles.tuning.TuningResolver;
import io.cloakwork.kernels.launch.TuningChoice;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import io.cloakwork.spi.device.TuningSpace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// NVIDIA GPUs through the CUDA driver. Threads and pinning of [DeviceOptions] do not matter here.
/// Properties:
///
/// - the choices of [io.cloakwork.kernels.launch.TuningChoice], as far as there are images for
///   them; what is not given is looked up in tuning files;
/// - `tuning` = a folder of this user's tuning files, or `off`; by default
///   `~/.config/cloakwork/tuning`;
/// - `graphs` = `on` (what is compiled to run often becomes a CUDA graph) or `off` (launches are
///   given one by one);
/// - `profiling` = `off`, or `on` to note when each launch starts and ends; then there are no
///   graphs.
public final class CudaBackendProvider implements BackendProvider {

  static final String NAME = "cuda";

  private static final String GRAPHS = "graphs";
  private static final String PROFILING = "profiling";

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
      return new Probe.Available(
          devices.stream()
              .map(hardware ->
                  DeviceFacts.profile(
                      hardware,
                      tuning(hardware, Map.of()),
                      hardware.memoryBytes(),
                      LaunchMode.GRAPHS))
              .toList());
    } catch (TuningException e) {
      return new Probe.Unavailable(e.getMessage(), e);
    }
  }

  @Override
  public Device open(DeviceOptions options) {
    options.requireKnown(NAME, properties());
    Map<String, String> properties = options.properties();
    LaunchMode mode = mode(properties);
    Hardware hardware = hardware(options.index());
    DeviceTuning tuning = tuning(hardware, properties);
    long limit =
        options.memoryLimitBytes() > 0 ? options.memoryLimitBytes() : hardware.memoryBytes();
    return new CudaDevice(Session.open(hardware), tuning, mode, limit);
  }

  @Override
  public Optional<TuningSpace> tuningSpace(int index) {
    return Optional.of(DeviceTuning.space(hardware(index)));
  }

  private static Hardware hardware(int index) {
    return switch (HardwareScan.run()) {
      case HardwareScan.Nothing nothing ->
          throw new BackendUnavailableException(
              "backend cuda: " + nothing.reason(), nothing.cause());
      case HardwareScan.Found found -> choose(found.devices(), index);
    };
  }

  private static Hardware choose(List<Hardware> devices, int index) {
    if (index >= devices.size()) {
      throw new BackendUnavailableException(
          "backend cuda has %d devices, indices from 0; %d was asked for"
              .formatted(devices.size(), index),
          null);
    }
    return devices.get(index);
  }

  private static LaunchMode mode(Map<String, String> properties) {
    boolean graphs = choice(properties, GRAPHS, "on", "off");
    if (!choice(properties, PROFILING, "off", "on")) {
      return LaunchMode.TIMED;
    }
    return graphs ? LaunchMode.GRAPHS : LaunchMode.STREAM;
  }

  private static DeviceTuning tuning(Hardware hardware, Map<String, String> properties) {
    Map<String, String> given = new LinkedHashMap<>(properties);
    given.keySet().retainAll(TUNABLES);
    return DeviceTuning.of(hardware, given, TuningResolver.userFolder(properties));
  }

  /// Whether a property has the first of its two values, which is its default.
  private static boolean choice(
      Map<String, String> properties, String key, String first, String second) {
    String value = properties.getOrDefault(key, first);
    if (!value.equals(first) && !value.equals(second)) {
      throw new IllegalArgumentException(
          "property %s is '%s', not %s or %s".formatted(key, value, first, second));
    }
    return value.equals(first);
  }

  private static List<String> properties() {
    List<String> known = new ArrayList<>(List.of(TuningResolver.PROPERTY, GRAPHS, PROFILING));
    known.addAll(TUNABLES);
    return known;
  }
}
