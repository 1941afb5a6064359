package io.cloakwork.serve.server.log;

import java.util.Map;

/// Where the service says what happens, one event at a time: a name, and fields that never hold a
/// token, a key or anything derived from a plaintext. Thread-safe.
public interface EventLog {

  /// How much an event matters.
  enum Level {
    INFO,
    WARN,
    ERROR
  }

  /// Writes an event.
  ///
  /// @param event its name, `noun.verb`
  /// @param fields in writing order where the map has one; numbers, truths, lists and texts
  void write(Level level, String event, Map<String, ?> fields);

  default void info(String event, Map<String, ?> fields) {
    write(Level.INFO, event, fields);
  }

  default void warn(String event, Map<String, ?> fields) {
    write(Level.WARN, event, fields);
  }

  default void error(String event, Map<String, ?> fields) {
    write(Level.ERROR, event, fields);
  }
}
