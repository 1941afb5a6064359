package io.cloakwork.serve.server.ops.trace;

import java.net.URI;
import java.nio.file.Path;

/// Where spans go.
public sealed interface TraceTarget {

  /// A collector that takes OTLP over HTTP, for instance `http://127.0.0.1:4318/v1/traces`.
  record Collector(URI address) implements TraceTarget {
    public Collector {
      if (!("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
          || address.getHost() == null) {
        throw new IllegalArgumentException(
            "traces go to http://HOST:PORT/v1/traces or to a file, not to '%s'".formatted(address));
      }
    }
  }

  /// A file of JSON lines, as OpenTelemetry's file exporter writes them. With 64 MiB it is renamed
  /// to `NAME.1`, in place of an earlier one, and begun anew.
  record JsonFile(Path file) implements TraceTarget {}

  /// Reads an address that begins with `http:` or `https:`, or the path of a file.
  ///
  /// @throws IllegalArgumentException if an address is malformed
  static TraceTarget parse(String text) {
    if (text.startsWith("http:") || text.startsWith("https:")) {
      return new Collector(URI.create(text));
    }
    return new JsonFile(Path.of(text));
  }
}
