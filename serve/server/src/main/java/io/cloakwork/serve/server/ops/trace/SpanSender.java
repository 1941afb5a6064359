package io.cloakwork.serve.server.ops.trace;

import java.io.IOException;

/// Brings OTLP requests to where traces are kept. Used by one thread.
interface SpanSender extends AutoCloseable {

  /// @param request one line of JSON
  /// @throws IOException if it did not arrive; it is not sent again
  void send(String request) throws IOException, InterruptedException;

  @Override
  void close() throws IOException;

  static SpanSender to(TraceTarget target) {
    return switch (target) {
      case TraceTarget.Collector collector -> new CollectorSender(collector.address());
      case TraceTarget.JsonFile file -> new FileSender(file.file());
    };
  }
}
