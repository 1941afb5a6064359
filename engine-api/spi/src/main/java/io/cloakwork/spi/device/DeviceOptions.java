package io.cloakwork.spi.device;

import java.util.Collection;
import java.util.Map;

/// How a device is to be opened.
///
/// @param index which of the provider's devices
/// @param threads workers, or 0 for the device's own choice
/// @param pinWorkers whether to bind workers to cores where the system allows it
/// @param memoryLimitBytes the most that may be allocated, or 0 for the device's own limit
/// @param properties what only one backend knows, documented by it
public record DeviceOptions(
    int index,
    int threads,
    boolean pinWorkers,
    long memoryLimitBytes,
    Map<String, String> properties) {

  public DeviceOptions {
    properties = Map.copyOf(properties);
    if (index < 0 || threads < 0 || memoryLimitBytes < 0) {
      throw new IllegalArgumentException(
          "device index %d, threads %d and memory limit %d must not be negative"
              .formatted(index, threads, memoryLimitBytes));
    }
  }

  /// The first device, all its threads, pinned, no limit.
  public static DeviceOptions defaults() {
    return new DeviceOptions(0, 0, true, 0, Map.of());
  }

  public DeviceOptions withIndex(int newIndex) {
    return new DeviceOptions(newIndex, threads, pinWorkers, memoryLimitBytes, properties);
  }

  public DeviceOptions withThreads(int newThreads) {
    return new DeviceOptions(index, newThreads, pinWorkers, memoryLimitBytes, properties);
  }

  public DeviceOptions withMemoryLimit(long bytes) {
    return new DeviceOptions(index, threads, pinWorkers, bytes, properties);
  }

  /// Makes sure that a backend knows every property.
  ///
  /// @param backend its name, for the message
  /// @param known the properties that it has
  /// @throws IllegalArgumentException if there is another one
  public void requireKnown(String backend, Collection<String> known) {
    for (String key : properties.keySet()) {
      if (!known.contains(key)) {
        throw new IllegalArgumentException(
            "the %s backend has no property '%s'; it has %s"
                .formatted(backend, key, known.stream().sorted().toList()));
      }
    }
  }

  public DeviceOptions withProperty(String key, String value) {
    Map<String, String> all = new java.util.HashMap<>(properties);
    all.put(key, value);
    return new DeviceOptions(index, threads, pinWorkers, memoryLimitBytes, all);
  }
}
