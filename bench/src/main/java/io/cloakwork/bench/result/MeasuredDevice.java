package io.cloakwork.bench.result;

import io.cloakwork.spi.device.DeviceProfile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A device that a run was measured on.
///
/// @param backend the name of the backend that drove it; empty if unknown
/// @param name the device, for instance the processor's model
/// @param threads workers, or compute units; 0 if unknown
/// @param memoryBytes the most that could be allocated; 0 if unknown
/// @param driver the driver and its version; empty if there is none
/// @param facts further facts in reading order
public record MeasuredDevice(
    String backend,
    String name,
    int threads,
    long memoryBytes,
    String driver,
    Map<String, String> facts) {

  private static final String DRIVER = "driver";

  public MeasuredDevice {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /// The device of a profile; its fact `driver` becomes [#driver].
  public static MeasuredDevice of(DeviceProfile profile) {
    return new MeasuredDevice(
        profile.backend(),
        profile.name(),
        profile.threads(),
        profile.memoryBytes(),
        profile.facts().getOrDefault(DRIVER, ""),
        profile.facts());
  }
}
