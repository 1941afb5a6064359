package io.cloakwork.conformance.cases;

import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.UnsupportedGraphException;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.ring.Modulus;
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
    CommandGraph made = graph.get();
    try {
      capabilities.require(made);
      return Optional.empty();
    } catch (UnsupportedGraphException e) {
      return Optional.of(widthReason(capabilities, made).orElse(e.getMessage()));
    }
  }

  /// The same sentence for every graph that is refused for its primes alone, so that reasons can be
  /// counted; or empty.
  private static Optional<String> widthReason(Capabilities capabilities, CommandGraph graph) {
    boolean known =
        graph.commands().stream()
            .allMatch(command -> capabilities.operations().contains(command.getClass()));
    int widest =
        graph.values().stream()
            .flatMap(value -> value.shape().basis().moduli().stream())
            .mapToInt(Modulus::bits)
            .max()
            .orElse(0);
    return known && widest > capabilities.maxModulusBits()
        ? Optional.of(
            "primes of %d bits, more than %d".formatted(widest, capabilities.maxModulusBits()))
        : Optional.empty();
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
