package io.cloakwork.serve.server.ops;

import io.cloakwork.serve.server.ops.trace.TraceTarget;
import java.net.InetSocketAddress;
import java.util.Optional;

/// How a service is watched.
///
/// @param status where metrics, health and the status page are served; empty: nowhere. They are not
///   encrypted and ask for no token, so an address that others reach needs a network that only
///   operators use
/// @param traces where spans go; empty: none are made
/// @param traceRatio which part of the requests is traced, in [0, 1], of those whose caller does
///   not say whether it traces
/// @param version of the program, for people
public record OperationsSettings(
    Optional<InetSocketAddress> status,
    Optional<TraceTarget> traces,
    double traceRatio,
    String version) {

  /// Where the status page is served unless told otherwise.
  public static final String DEFAULT_STATUS = "127.0.0.1:7480";

  public OperationsSettings {
    if (!(traceRatio >= 0 && traceRatio <= 1)) {
      throw new IllegalArgumentException(
          "a trace ratio of %s is not in [0, 1]".formatted(traceRatio));
    }
  }

  /// Metrics and the page at an address, no traces.
  public static OperationsSettings at(InetSocketAddress status) {
    return new OperationsSettings(Optional.of(status), Optional.empty(), 1, "development");
  }

  /// Neither HTTP nor traces; what is counted can be read in the process.
  public static OperationsSettings none() {
    return new OperationsSettings(Optional.empty(), Optional.empty(), 1, "development");
  }

  public OperationsSettings withTraces(TraceTarget target, double ratio) {
    return new OperationsSettings(status, Optional.of(target), ratio, version);
  }

  public OperationsSettings withVersion(String name) {
    return new OperationsSettings(status, traces, traceRatio, name);
  }
}
