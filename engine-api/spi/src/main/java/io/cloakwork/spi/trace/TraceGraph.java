package io.cloakwork.spi.trace;

import io.cloakwork.spi.graph.CommandGraph;

/// A command graph of a trace.
///
/// @param name the part of the network that it computes
public record TraceGraph(String name, CommandGraph graph) {
  public TraceGraph {
    Texts.requireShort("graph name", name);
  }
}
