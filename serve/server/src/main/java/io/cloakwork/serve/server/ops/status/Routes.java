package io.cloakwork.serve.server.ops.status;

import io.cloakwork.serve.server.ops.Health;
import io.cloakwork.serve.server.ops.metrics.ServiceMetrics;
import java.io.IOException;
import java.util.Map;

/// What there is to be read, by path.
final class Routes {

  private static final String TEXT_METRICS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int UNAVAILABLE = 503;

  private final Health health;
  private final StatusJson status;
  private final ServiceMetrics metrics;
  private final Map<String, Content> files =
      Map.of(
          "/", Content.resource("index.html", "text/html; charset=utf-8"),
          "/status.css", Content.resource("status.css", "text/css; charset=utf-8"),
          "/status.js", Content.resource("status.js", "text/javascript; charset=utf-8"),
          "/chart.js", Content.resource("chart.js", "text/javascript; charset=utf-8"),
          "/icon.svg", Content.resource("icon.svg", "image/svg+xml"));

  Routes(Health health, StatusJson status, ServiceMetrics metrics) {
    this.health = health;
    this.status = status;
    this.metrics = metrics;
  }

  /// @param path of the request, decoded
  /// @param accept the media types that the caller likes; empty if it does not say
  Content answer(String path, String accept) throws IOException {
    return switch (path) {
      case "/metrics" -> {
        String type = accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT_METRICS;
        yield new Content(OK, type, metrics.scrape(type));
      }
      case "/healthz" -> healthy();
      case "/readyz" -> ready();
      case "/api/status" -> new Content(OK, "application/json", status.write());
      default -> files.getOrDefault(path, Content.text(NOT_FOUND, "there is nothing here"));
    };
  }

  private Content healthy() {
    return switch (health.state()) {
      case STARTING, READY, DRAINING -> Content.text(OK, "up");
      case BROKEN -> Content.text(UNAVAILABLE, "the device is gone: restart the service");
    };
  }

  private Content ready() {
    return switch (health.state()) {
      case READY -> Content.text(OK, "ready");
      case STARTING -> Content.text(UNAVAILABLE, "models are being loaded");
      case DRAINING -> Content.text(UNAVAILABLE, "draining");
      case BROKEN -> Content.text(UNAVAILABLE, "the device is gone");
    };
  }
}
