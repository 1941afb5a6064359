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

  /// The fact that says whose memory a device computes in.
  public static final String MEMORY = "memory";

  /// What [#MEMORY] is of a device with memory of its own, as boards have.
  public static final String OWN_MEMORY = "the device's own";

  public DeviceProfile {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /// Whether the device says that it has memory of its own.
  public boolean hasOwnMemory() {
    return OWN_MEMORY.equals(facts.get(MEMORY));
  }
}
