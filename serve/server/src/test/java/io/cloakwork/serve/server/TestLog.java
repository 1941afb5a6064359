package io.cloakwork.serve.server;

import io.cloakwork.serve.server.log.EventLog;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Keeps what is logged.
final class TestLog implements EventLog {

  /// What was logged.
  record Event(Level level, String name, Map<String, ?> fields) {}

  private final Queue<Event> events = new ConcurrentLinkedQueue<>();

  @Override
  public void write(Level level, String event, Map<String, ?> fields) {
    events.add(new Event(level, event, fields));
  }

  List<Event> named(String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  @Override
  public String toString() {
    return events.toString();
  }
}
