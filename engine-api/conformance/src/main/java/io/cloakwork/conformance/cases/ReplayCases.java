package io.cloakwork.conformance.cases;

import com.sun.management.ThreadMXBean;
import io.cloakwork.conformance.ConformanceCase;
import io.cloakwork.conformance.TestBed;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.RnsBasis;
import java.lang.management.ManagementFactory;
import java.util.List;

/// Submitting a compiled graph again and again costs the host nothing but a completion each time:
/// garbage in the submitting thread becomes pauses under load.
final class ReplayCases {

  private static final int COMMANDS = 1_000;
  private static final int SUBMISSIONS = 64;
  private static final int WARM_UPS = 3;

  /// A completion with what a driver's binding wants for asking after it: an event, a few words.
  private static final long COMPLETION_BYTES = 512;

  private final int logN;

  private ReplayCases(int logN) {
    this.logN = logN;
  }

  static List<ConformanceCase> all(int smallLogN) {
    ReplayCases cases = new ReplayCases(smallLogN);
    return List.of(
        new LifecycleCase(
            "lifecycle/replay/allocation", smallLogN, cases::longChain, cases::allocation));
  }

  /// x ← x + a, a thousand times, from x = a; sums alternate with products, so that no backend
  /// makes one command of them.
  private CommandGraph longChain() {
    RnsBasis basis = Samples.basis(logN);
    GraphBuilder graph = CommandGraph.builder(logN, 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 1, basis);
    RnsView<Eval> x = a;
    for (int i = 1; i < COMMANDS; i++) {
      x = i % 2 == 0 ? graph.mul(x, a) : graph.add(x, a);
    }
    graph.addInto(x, a, graph.output("out", Domain.EVAL, 1, basis));
    return graph.build();
  }

  private void allocation(TestBed bed) {
    try (BoundGraph graph = new BoundGraph(bed.candidate(), longChain(), Reuse.MANY)) {
      graph.buffer("a").upload(Pattern.RANDOM.words(graph.buffer("a").shape(), 1));
      int pending = 0;
      for (int i = 0; i < WARM_UPS; i++) {
        pending += replay(graph);
      }
      if (pending == 0) {
        // It computes on the calling thread, and what arithmetic allocates is not the cost of
        // submitting.
        return;
      }
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      long idle = threads.getCurrentThreadAllocatedBytes(); // what asking allocates
      replay(graph);
      long each = (threads.getCurrentThreadAllocatedBytes() - idle - (idle - before)) / SUBMISSIONS;
      Expect.that(
          each <= COMPLETION_BYTES,
          "submitting a graph of %d commands allocates %,d bytes each time; a completion takes no more than %d"
              .formatted(COMMANDS, each, COMPLETION_BYTES));
    }
  }

  /// Submits many times. Returns how many runs had not ended yet when [Executable#submit] returned.
  private static int replay(BoundGraph graph) {
    Executable executable = graph.executable();
    Bindings bindings = graph.bindings();
    int pending = 0;
    for (int i = 0; i < SUBMISSIONS; i++) {
      Completion completion = executable.submit(bindings, Completion.NO_WAITS);
      pending += completion.isDone() ? 0 : 1;
      completion.await();
    }
    return pending;
  }
}
