package io.cloakwork.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What is this backend's own; the contract is the conformance suite's.
class TornadoDeviceTest {

  private static final int LOG_N = 4;

  private final RnsBasis basis = new RnsBasis(Primes.largestBelow(31, LOG_N, 2, Set.of()));
  private final RnsShape shape = new RnsShape(Domain.EVAL, LOG_N, 1, 1, basis);
  private Device device;

  @BeforeEach
  void open() {
    device = Backends.open("tornado", DeviceOptions.defaults());
  }

  @AfterEach
  void close() {
    device.close();
  }

  /// product = in ⊙ constant, and its inverse transform.
  private CommandGraph graph() {
    GraphBuilder graph = CommandGraph.builder(LOG_N, 1);
    RnsView<Domain.Eval> in = graph.input("in", Domain.EVAL, 1, basis);
    RnsView<Domain.Eval> weights = graph.constant("weights", Domain.EVAL, 1, basis);
    RnsView<Domain.Eval> product = graph.mul(in, weights);
    graph.output("product", product);
    graph.output("coefficients", graph.intt(product));
    return graph.build();
  }

  private static long[] constant(long word, int words) {
    long[] all = new long[words];
    Arrays.fill(all, word);
    return all;
  }

  /// TornadoVM compiles tasks for the arrays that they are given: buffers may change all the same.
  @Test
  void buffersChangeBetweenRunsAndConstantsToo() {
    CommandGraph graph = graph();
    int words = (int) shape.words();
    try (Executable executable = device.compile(graph, Reuse.MANY);
        DeviceBuffer product = device.allocate(shape);
        DeviceBuffer coefficients = device.allocate(shape.withDomain(Domain.COEFF))) {
      Bindings bindings = executable.newBindings();
      bindings.bind("product", product).bind("coefficients", coefficients);
      for (long factor : new long[] {3, 1_000_003, 7}) {
        try (DeviceBuffer in = device.allocate(shape);
            DeviceBuffer weights = device.allocate(shape)) {
          in.upload(constant(factor, words));
          weights.upload(constant(5, words));
          executable.run(bindings.bind("in", in).bind("weights", weights));
        }
        assertThat(product.download()).containsOnly(5 * factor);
        long[] polynomial = coefficients.download();
        for (int limb = 0; limb < basis.size(); limb++) {
          long[] row = Arrays.copyOfRange(polynomial, limb << LOG_N, (limb + 1) << LOG_N);
          assertThat(row[0]).isEqualTo(5 * factor);
          assertThat(Arrays.copyOfRange(row, 1, row.length)).containsOnly(0);
        }
      }
    }
    assertThat(device.allocatedBytes()).isZero();
  }

  @Test
  void aTaskACommandAndATaskAStageOfATransform() {
    try (Executable executable = device.compile(graph(), Reuse.MANY)) {
      // The product, four stages, and copies to the outputs where the graph has them.
      assertThat(executable.report().description())
          .hasSize(executable.report().kernels())
          .filteredOn(line -> line.contains("apart"))
          .hasSize(LOG_N);
      assertThat(executable.report().temporaryBytes())
          .isEqualTo(executable.graph().values().stream().mapToLong(v -> v.shape().bytes()).sum());
    }
  }

  /// Two executables of one device at once: neither takes the other's tasks or arrays for its own.
  @Test
  void executablesDoNotMeet() {
    try (Executable first = device.compile(graph(), Reuse.MANY);
        Executable second = device.compile(graph(), Reuse.ONCE)) {
      assertThat(runWith(first, 2)).containsOnly(4);
      assertThat(runWith(second, 3)).containsOnly(9);
      assertThat(runWith(first, 4)).containsOnly(16);
    }
  }

  private long[] runWith(Executable executable, long word) {
    try (DeviceBuffer in = device.allocate(shape);
        DeviceBuffer product = device.allocate(shape);
        DeviceBuffer coefficients = device.allocate(shape.withDomain(Domain.COEFF))) {
      in.upload(constant(word, (int) shape.words()));
      executable.run(
          executable
              .newBindings()
              .bind("in", in)
              .bind("weights", in)
              .bind("product", product)
              .bind("coefficients", coefficients));
      return product.download();
    }
  }

  /// Arrays are indexed by ints, and drivers limit them further.
  @Test
  void aValueIsOneArray() {
    RnsShape large = new RnsShape(Domain.EVAL, LOG_N, 1 << 24, 1, basis);
    GraphBuilder graph = CommandGraph.builder(LOG_N, large.batch());
    RnsView<Domain.Eval> in = graph.input("in", Domain.EVAL, 1, basis);
    graph.output("out", graph.add(in, in));
    assertThatThrownBy(() -> device.compile(graph.build(), Reuse.ONCE))
        .isInstanceOf(DeviceOutOfMemoryException.class);
    assertThat(device.allocatedBytes()).isZero();
  }
}
