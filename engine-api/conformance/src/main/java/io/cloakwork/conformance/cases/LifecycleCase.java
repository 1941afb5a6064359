package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A case about buffers, bindings, memory and order rather than about words.
///
/// @param name the path of the case
/// @param logN log2 of the ring degree
/// @param graph the graph that the case compiles, or null if it compiles none
/// @param body what to do
record LifecycleCase(String name, int logN, Supplier<CommandGraph> graph, Consumer<TestBed> body)
    implements ConformanceCase {

  @Override
  public Optional<String> unsupportedReason(Capabilities capabilities) {
    return graph == null
        ? Unsupported.reason(capabilities, logN)
        : Unsupported.reason(capabilities, logN, graph);
  }

  @Override
  public void run(TestBed bed) {
    body.accept(bed);
  }
}
