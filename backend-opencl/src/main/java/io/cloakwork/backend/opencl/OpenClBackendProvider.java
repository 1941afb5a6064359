package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.Hardware;
import io.cloakwork.backend.opencl.driver.HardwareScan;
import io.cloakwork.backend.opencl.driver.ProgramSource;
import io.cloakwork.backend.opencl.driver.QueueMode;
import io.cloakwork.backend.opencl.driver.Session;
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

/// OpenCL devices of every platform: processors, GPUs. Threads and pinning are the driver's affair.
/// Properties of [DeviceOptions]:
///
/// - `lane` = `auto` (doubles for primes below 2^50 where the device has exact FMA) or `integer`;
/// - `tile` = log2 of the words that a transform holds in local memory;
/// - `queue`, `profiling`, `seeds`, `cache`, `export`, `binaries`: see `RunProperties`.
public final class OpenClBackendProvider implements BackendProvider {

  static final String NAME = "opencl";

  private static final String LANE = "lane";
  private static final String TILE = "tile";

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
                          hardware,
                          hardware.defaultTuning(),
                          DeviceFacts.defaultLimitBytes(hardware)))
                  .toList());
    };
  }

  @Override
  public Device open(DeviceOptions options) {
    requireKnown(options.properties());
    Hardware hardware =
        switch (HardwareScan.run()) {
          case HardwareScan.Nothing nothing ->
              throw new BackendUnavailableException(
                  "backend opencl: " + nothing.reason(), nothing.cause());
          case HardwareScan.Found found -> choose(found.devices(), options.index());
        };
    long limit =
        options.memoryLimitBytes() > 0
            ? options.memoryLimitBytes()
            : DeviceFacts.defaultLimitBytes(hardware);
    Tuning tuning = tuning(hardware, options.properties());
    RunProperties properties = new RunProperties(options.properties());
    ProgramSource programs = properties.programs(hardware);
    QueueMode mode = properties.queueMode(hardware);
    return new OpenClDevice(Session.open(hardware, mode), tuning, programs, limit);
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

  private static Tuning tuning(Hardware hardware, Map<String, String> properties) {
    Tuning tuning = hardware.defaultTuning();
    String lane = properties.getOrDefault(LANE, "auto");
    if (lane.equals("integer")) {
      tuning = tuning.withNarrowLane(Lane.INT64);
    } else if (!lane.equals("auto")) {
      throw new IllegalArgumentException(
          "property lane is '%s', not auto or integer".formatted(lane));
    }
    tuning = tuning.withExpandsSeeds(new RunProperties(properties).expandsSeeds(tuning));
    String tile = properties.get(TILE);
    if (tile == null) {
      return tuning;
    }
    try {
      return tuning.withLogTile(Integer.parseInt(tile));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "property tile is '%s': %s".formatted(tile, e.getMessage()), e);
    }
  }

  private static void requireKnown(Map<String, String> properties) {
    Set<String> known = new TreeSet<>(RunProperties.KEYS);
    known.addAll(Set.of(LANE, TILE));
    for (String key : properties.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "the opencl backend has no property '%s'; it has %s".formatted(key, known));
      }
    }
  }
}
