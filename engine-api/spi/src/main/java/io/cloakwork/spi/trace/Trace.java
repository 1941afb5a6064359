package io.cloakwork.spi.trace;

import io.cloakwork.spi.graph.Value;
import io.cloakwork.spi.ring.Modulus;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A program over RNS polynomials: graphs, the buffers that carry words between them, and the runs.
/// Immutable and checked: every value is bound to a buffer that fits, what is read has been
/// written, and what is written is written once.
///
/// @param name of the network
/// @param producer the program that made it
/// @param facts where it comes from, for people, in reading order
/// @param sideFile there if a buffer has side content
public record Trace(
    String name,
    String producer,
    Map<String, String> facts,
    List<TraceBuffer> buffers,
    List<TraceGraph> graphs,
    List<TraceRun> runs,
    Optional<SideFile> sideFile) {

  /// @throws TraceException if it contradicts itself
  public Trace {
    Texts.requireShort("network name", name);
    Texts.requireShort("producer", producer);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    buffers = List.copyOf(buffers);
    graphs = List.copyOf(graphs);
    runs = List.copyOf(runs);
    TraceValidator.validate(buffers, graphs, runs, sideFile);
  }

  /// The value that a binding of a run is about.
  public Value value(TraceRun run, TraceRun.Binding binding) {
    return graphs.get(run.graph()).graph().values().get(binding.value());
  }

  /// Whether every output has its hash.
  public boolean isExecuted() {
    for (TraceRun run : runs) {
      for (TraceRun.Binding binding : run.bindings()) {
        if (value(run, binding).role() == Value.Role.OUTPUT && binding.sha256().isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }

  /// When each buffer is in use.
  public BufferLifetimes lifetimes() {
    return BufferLifetimes.of(this);
  }

  /// The primes of all graphs and buffers, each once, in the order of their first use.
  public List<Modulus> moduli() {
    Set<Modulus> all = new LinkedHashSet<>();
    buffers.forEach(buffer -> all.addAll(buffer.shape().basis().moduli()));
    for (TraceGraph graph : graphs) {
      graph.graph().values().forEach(value -> all.addAll(value.shape().basis().moduli()));
    }
    return List.copyOf(all);
  }

  /// The same trace with other runs: those of an execution have hashes.
  Trace withRuns(List<TraceRun> others) {
    return new Trace(name, producer, facts, buffers, graphs, others, sideFile);
  }
}
