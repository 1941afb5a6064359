package io.cloakwork.conformance.cases;

import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.device.UnsupportedGraphException;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Graphs outside the declared capabilities are refused when they are compiled, never run wrongly.
/// The list has one case for each thing that is not declared, so none for a complete backend.
final class RefusalCases {

  private RefusalCases() {}

  static List<ConformanceCase> all(Capabilities capabilities, int smallLogN) {
    List<ConformanceCase> cases = new ArrayList<>();
    for (OpTemplate template : OpTemplate.all()) {
      Supplier<CommandGraph> graph =
          () -> OpCases.wholeGraph(template, OpShape.of(smallLogN, 1, 1, 30).withOthers(30));
      addIfOutside(cases, capabilities, "operation-" + template.name(), smallLogN, graph);
    }
    for (int logN : new int[] {ModulusChain.MIN_LOG_N, ModulusChain.MAX_LOG_N}) {
      addIfOutside(cases, capabilities, "degree-" + logN, logN, () -> Samples.sum(logN));
    }
    OpTemplate copy =
        OpTemplate.all().stream()
            .filter(t -> t.name().equals("copy-eval"))
            .findFirst()
            .orElseThrow();
    for (int bits : new int[] {50, 60, 61}) {
      Supplier<CommandGraph> graph =
          () -> OpCases.wholeGraph(copy, OpShape.of(smallLogN, 1, 1, bits));
      addIfOutside(cases, capabilities, "prime-of-%d-bits".formatted(bits), smallLogN, graph);
    }
    return cases;
  }

  private static void addIfOutside(
      List<ConformanceCase> cases,
      Capabilities capabilities,
      String name,
      int logN,
      Supplier<CommandGraph> graph) {
    Optional<String> reason = Unsupported.reason(capabilities, logN, graph);
    if (reason.isPresent()) {
      cases.add(new Refusal("lifecycle/refusal/" + name, logN, reason.get(), graph));
    }
  }

  private record Refusal(String name, int logN, String reason, Supplier<CommandGraph> graph)
      implements ConformanceCase {

    @Override
    public Optional<String> unsupportedReason(Capabilities capabilities) {
      return Optional.empty();
    }

    @Override
    public void run(TestBed bed) {
      Expect.thrown(
          UnsupportedGraphException.class,
          "compiling a graph with an undeclared feature (%s)".formatted(reason),
          () -> bed.candidate().compile(graph.get(), Reuse.ONCE));
    }
  }
}
