package io.cloakwork.bench.serve;

import io.cloakwork.serve.server.log.EventLog;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentMap;

/// Reads from a service's log how long it took to load models and keys, and what went wrong.
final class ServiceEvents implements EventLog {

  private final ConcurrentMap<String, Double> readSeconds = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Double> modelSeconds = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Double> keySeconds = new ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<String> complaints = new ConcurrentLinkedDeque<>();

  @Override
  public void write(Level level, String event, Map<String, ?> fields) {
    switch (event) {
      case "model.loaded" -> {
        readSeconds.put(text(fields, "model"), number(fields, "readSeconds"));
        modelSeconds.put(text(fields, "model"), number(fields, "loadSeconds"));
      }
      case "keys.loaded" -> keySeconds.put(text(fields, "keySet"), number(fields, "seconds"));
      default -> {
        if (level != Level.INFO) {
          complaints.add(event + ' ' + fields);
        }
      }
    }
  }

  private static String text(Map<String, ?> fields, String name) {
    return String.valueOf(fields.get(name));
  }

  private static double number(Map<String, ?> fields, String name) {
    return ((Number) fields.get(name)).doubleValue();
  }

  /// How long reading the file of a compiled model took.
  double readSeconds(String model) {
    return readSeconds.get(model);
  }

  /// How long a compiled model took to be ready: weights encoded, programs made for the device and
  /// run on zeros.
  double modelSeconds(String model) {
    return modelSeconds.get(model);
  }

  /// How long the keys of a set took from the store's files to the device.
  double keySeconds(String keySet) {
    return keySeconds.get(keySet);
  }

  /// @throws IllegalStateException if the service has complained of anything
  void requireNoComplaint() {
    if (!complaints.isEmpty()) {
      throw new IllegalStateException("the service says: " + complaints.peek());
    }
  }
}
