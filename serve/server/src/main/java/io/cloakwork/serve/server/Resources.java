package io.cloakwork.serve.server;

import io.cloakwork.serve.server.log.EventLog;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/// What a service has opened, given back in reverse order.
final class Resources {

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  synchronized <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  /// Closes everything, whatever fails.
  synchronized void close(EventLog log) {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (Exception e) {
        log.error("service.unclean", Map.of("exception", e));
      }
    }
  }
}
