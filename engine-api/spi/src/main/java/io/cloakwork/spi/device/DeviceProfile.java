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

  /// The fact that says what the times of runs are, where they are not measured.
  public static final String TIME = "time";

  /// What [#TIME] is of a device that is not there and whose work another one does.
  public static final String PREDICTED = "predicted";

  /// The fact that says at which clock the pipelines of a device work that is described by them, in
  /// Hz: a whole number.
  public static final String CLOCK_HERTZ = "clockHertz";

  public DeviceProfile {
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /// Whether the device says that it has memory of its own.
  public boolean hasOwnMemory() {
    return OWN_MEMORY.equals(facts.get(MEMORY));
  }

  /// Whether the device says that it is simulated.
  public boolean isSimulated() {
    return PREDICTED.equals(facts.get(TIME));
  }
}
