package io.cloakwork.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HotPathAllocationTest {

  private static final int RUNS = 4_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void submittingAndRunningAllocatesNothing(int workers) throws ReflectiveOperationException {
    assertAllocatesNothing(TestGraphs.rotate(TestGraphs.chain(8, 4, 1), 2, 2), workers);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void linearLayersAllocateNothing(int workers) throws ReflectiveOperationException {
    assertAllocatesNothing(linearLayer(), workers);
  }

  /// Weights of one digit and of several, in one segment and in several.
  private static CommandGraph linearLayer() {
    long[][] weights = new long[7][9];
    for (int r = 0; r < weights.length; r++) {
      Arrays.fill(weights[r], r == 0 ? 1L << 40 : (1L << 26) - r);
    }
    RnsBasis basis = TestGraphs.chain(8, 2, 1).chainQ();
    GraphBuilder graph = CommandGraph.builder(8, 1);
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 18, basis);
    graph.output("out", graph.linearCombination(in, ScalarMatrix.dense(weights), List.of()));
    return graph.build();
  }

  private static void assertAllocatesNothing(CommandGraph graph, int workers)
      throws ReflectiveOperationException {
    // A vector kernel that came into use half-way would be measured before C2 has seen its caller.
    DeviceOptions options =
        DeviceOptions.defaults().withThreads(workers).withProperty("warmup", "await");
    try (Device device = Backends.open("cpu", options);
        Executable executable = device.compile(graph, Reuse.MANY)) {
      Bindings bindings = executable.newBindings();
      GraphRuns.bindAll(device, bindings, graph, 1);
      ThreadMeter meter = new ThreadMeter();
      List<Thread> threads = new ArrayList<>(ThreadMeter.named("cloakwork-cpu"));
      threads.add(Thread.currentThread());
      run(executable, bindings); // loads classes, and lets the compilers see the hot path
      meter.allocatedBytes(threads);
      long start = meter.allocatedBytes(threads);
      long idle = meter.allocatedBytes(threads); // what measuring itself allocates
      run(executable, bindings);
      long allocated = meter.allocatedBytes(threads) - idle - (idle - start);
      assertThat(allocated).as("bytes in %d runs", RUNS).isLessThan(RUNS);
    }
  }

  private static void run(Executable executable, Bindings bindings) {
    for (int i = 0; i < RUNS; i++) {
      executable.submit(bindings, Completion.NO_WAITS).await();
      executable.run(bindings);
    }
  }
}
