package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.Hardware;
import io.cloakwork.backend.cuda.driver.HardwareScan;
import io.cloakwork.backend.cuda.driver.Session;
import io.cloakwork.kernels.cuda.CudaImages;
import io.cloakwork.kernels.launch.Lane;
import io.cloakwork.kernels.launch.Tuning;
import io.cloakwork.spi.device.BackendProvider;
import io.cloakwork.spi.device.BackendUnavailableException;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Probe;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// NVIDIA GPUs through the CUDA driver. Threads and pinning of [DeviceOptions] do not matter here.
/// Properties:
///
/// - `lane` = `auto` (doubles for primes below 2^50) or `integer`;
/// - `tile` = log2 of the words that a transform holds in shared memory, 11 or 12;
/// - `graphs` = `on` (what is compiled to run often becomes a CUDA graph) or `off` (launches are
///   given one by one);
/// - `profiling` = `off`, or `on` to note when each launch starts and ends; then there are no
///   graphs;
/// - `seeds` = `device` or `host`: where uniform polynomials are made from seeds.
public final class CudaBackendProvider implements BackendProvider {

  static final String NAME = "cuda";

  private static final String LANE = "lane";
  private static final String TILE = "tile";
  private static final String GRAPHS = "graphs";
  private static final String PROFILING = "profiling";
  private static final String SEEDS = "seeds";

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
      case HardwareScan.Found found ->
          new Probe.Available(
              found.devices().stream()
                  .map(hardware ->
                      DeviceFacts.profile(
                          hardware, Tuning.forGpu(), hardware.memoryBytes(), LaunchMode.GRAPHS))
                  .toList());
    };
  }

  @Override
  public Device open(DeviceOptions options) {
    Map<String, String> properties = options.properties();
    requireKnown(properties);
    Tuning tuning = tuning(properties);
    LaunchMode mode = mode(properties);
    Hardware hardware =
        switch (HardwareScan.run()) {
          case HardwareScan.Nothing nothing ->
              throw new BackendUnavailableException(
                  "backend cuda: " + nothing.reason(), nothing.cause());
          case HardwareScan.Found found -> choose(found.devices(), options.index());
        };
    long limit =
        options.memoryLimitBytes() > 0 ? options.memoryLimitBytes() : hardware.memoryBytes();
    return new CudaDevice(Session.open(hardware), tuning, mode, limit);
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

  private static Tuning tuning(Map<String, String> properties) {
    Tuning tuning = Tuning.forGpu();
    if (!choice(properties, LANE, "auto", "integer")) {
      tuning = tuning.withNarrowLane(Lane.INT64);
    }
    tuning = tuning.withExpandsSeeds(choice(properties, SEEDS, "device", "host"));
    String tile = properties.getOrDefault(TILE, Integer.toString(tuning.logTile()));
    List<String> compiled =
        CudaImages.tunings().stream().map(each -> Integer.toString(each.logTile())).toList();
    if (!compiled.contains(tile)) {
      throw new IllegalArgumentException(
          "property tile is '%s'; there are kernels for %s".formatted(tile, compiled));
    }
    return tuning.withLogTile(Integer.parseInt(tile));
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

  private static void requireKnown(Map<String, String> properties) {
    Set<String> known = new TreeSet<>(Set.of(LANE, TILE, GRAPHS, PROFILING, SEEDS));
    for (String key : properties.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "the cuda backend has no property '%s'; it has %s".formatted(key, known));
      }
    }
  }
}
