package io.cloakwork.spi.trace;

import java.util.List;
import java.util.Optional;

/// One execution of a graph.
///
/// @param graph an index into [Trace#graphs]
/// @param bindings one for every input, constant and output of the graph
public record TraceRun(String name, int graph, List<Binding> bindings) {

  public TraceRun {
    Texts.requireShort("run name", name);
    bindings = List.copyOf(bindings);
  }

  /// Which buffer stands for a value of the graph.
  ///
  /// @param value the value's id
  /// @param buffer an index into [Trace#buffers]
  /// @param sha256 of an output: what its words are, little-endian, in the buffer's order; empty
  ///   for inputs and constants, and in a trace that has not been executed yet
  public record Binding(int value, int buffer, Optional<String> sha256) {
    public Binding {
      sha256.ifPresent(Hex::requireHash);
    }

    /// A binding without a hash.
    public static Binding of(int value, int buffer) {
      return new Binding(value, buffer, Optional.empty());
    }

    Binding withHash(String hash) {
      return new Binding(value, buffer, Optional.of(hash));
    }
  }
}
