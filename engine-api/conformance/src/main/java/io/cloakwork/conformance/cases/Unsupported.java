package io.cloakwork.conformance.cases;

import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.UnsupportedGraphException;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.Optional;
import java.util.function.Supplier;

/// Whether declared capabilities cover what a case needs.
final class Unsupported {

  private Unsupported() {}

  /// Why `capabilities` do not cover the graph, or empty.
  static Optional<String> reason(
      Capabilities capabilities, int logN, Supplier<CommandGraph> graph) {
    Optional<String> degree = reason(capabilities, logN);
    if (degree.isPresent()) {
      return degree;
    }
    try {
      capabilities.require(graph.get());
      return Optional.empty();
    } catch (UnsupportedGraphException e) {
      return Optional.of(e.getMessage());
    }
  }

  /// Why `capabilities` do not cover the ring degree, or empty.
  static Optional<String> reason(Capabilities capabilities, int logN) {
    if (logN < capabilities.minLogN() || logN > capabilities.maxLogN()) {
      return Optional.of(
          "ring degree 2^%d is not in [2^%d, 2^%d]"
              .formatted(logN, capabilities.minLogN(), capabilities.maxLogN()));
    }
    return Optional.empty();
  }
}
