package io.cloakwork.serve.server;

import io.cloakwork.serve.server.log.EventLog;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Keeps what is logged: all that is not as it should be, and the first of everything else, so that
/// a test of an hour does not fill the memory that it watches.
final class TestLog implements EventLog {

  /// What was logged.
  record Event(Level level, String name, Map<String, ?> fields) {}

  private static final int MOST = 20_000;

  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final AtomicInteger usual = new AtomicInteger();

  @Override
  public void write(Level level, String event, Map<String, ?> fields) {
    boolean expected = level == Level.INFO || level == Level.WARN;
    if (!expected || usual.incrementAndGet() <= MOST) {
      events.add(new Event(level, event, fields));
    }
  }

  List<Event> named(String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  @Override
  public String toString() {
    return events.toString();
  }
}
