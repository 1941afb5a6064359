package io.cloakwork.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.KernelTime;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `queue` and `profiling` change.
class QueueModeTest {

  private static final ModulusChain CHAIN =
      ModulusChain.search(12, new int[] {50, 40}, new int[] {50});

  @BeforeEach
  void needsADevice() {
    AnyDevice.required();
  }

  private static Device open(String key, String value) {
    return Backends.open("opencl", DeviceOptions.defaults().withProperty(key, value));
  }

  private static CommandGraph powers(int count) {
    GraphBuilder graph = CommandGraph.builder(CHAIN.logN(), 1);
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 1, CHAIN.chainQ());
    RnsView<Eval> power = x;
    for (int i = 1; i < count; i++) {
      power = graph.mul(power, x);
    }
    graph.output("out", power);
    return graph.build();
  }

  /// Runs x^count three times and returns the last completion.
  private static Completion run(Device device, CommandGraph graph) {
    Executable executable = device.compile(graph, Reuse.MANY);
    DeviceBuffer x = device.allocate(graph.bound("x").shape());
    long[] words = new long[Math.toIntExact(x.shape().words())];
    java.util.Arrays.fill(words, 3);
    x.upload(words);
    DeviceBuffer out = device.allocate(graph.bound("out").shape());
    Bindings bindings = executable.newBindings().bind("x", x).bind("out", out);
    for (int i = 0; i < 2; i++) {
      executable.run(bindings);
    }
    Completion last = executable.submit(bindings);
    assertThat(out.download())
        .containsOnly(CHAIN.chainQ().get(0).power(3, 10), CHAIN.chainQ().get(1).power(3, 10));
    return last;
  }

  @ParameterizedTest
  @ValueSource(strings = {"in-order", "out-of-order"})
  void launchesAreTimedOneByOne(String queue) {
    DeviceOptions options =
        DeviceOptions.defaults().withProperty("queue", queue).withProperty("profiling", "on");
    try (Device device = Backends.open("opencl", options)) {
      CommandGraph graph = powers(10);
      int kernels;
      try (Executable executable = device.compile(graph, Reuse.ONCE)) {
        kernels = executable.report().kernels();
      }
      List<KernelTime> times = run(device, graph).kernelTimes();
      assertThat(times).hasSize(kernels).allSatisfy(time -> assertThat(time.nanos()).isPositive());
      // Each product needs the one before, whatever the queue allows.
      for (int i = 1; i < times.size(); i++) {
        assertThat(times.get(i).kernel()).isEqualTo(i);
        assertThat(times.get(i).startNanos()).isGreaterThanOrEqualTo(times.get(i - 1).endNanos());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"in-order", "out-of-order"})
  void withoutProfilingThereAreNoTimes(String queue) {
    try (Device device = open("queue", queue)) {
      assertThat(run(device, powers(10)).kernelTimes()).isEmpty();
    }
  }

  @Test
  void otherModesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open("queue", "random"))
        .withMessage("property queue is 'random', not in-order or out-of-order");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open("profiling", "yes"))
        .withMessage("property profiling is 'yes', not off or on");
  }
}
