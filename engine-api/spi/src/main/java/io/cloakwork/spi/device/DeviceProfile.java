package io.cloakwork.spi.device;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a device is, for people, cost models and results.
///
/// @param backend the provider's name
/// @param name the device, for instance the processor's model
/// @param threads workers that run tiles, or compute units
/// @param memoryBytes the most that may be allocated
/// @param facts further facts in reading order: vector width, pinning, lanes, driver
public record DeviceProfile(
    String backend, String name, int threads, long memoryBytes, Map<String, String> facts) {

  public DeviceProfile {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }
}
