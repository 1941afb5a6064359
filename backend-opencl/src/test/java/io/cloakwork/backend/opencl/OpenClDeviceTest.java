package io.cloakwork.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOptions;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.ModulusChain;
import java.lang.reflect.Method;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class OpenClDeviceTest {

  private static final ModulusChain CHAIN =
      ModulusChain.search(10, new int[] {50, 40, 40, 40}, new int[] {50});
  private static final int RUNS = 200;
  private static final RnsShape SHAPE = new RnsShape(Domain.EVAL, 10, 1, 2, CHAIN.chainQ());

  @BeforeEach
  void needsADevice() {
    AnyDevice.required();
  }

  private static Device open(DeviceOptions options) {
    return Backends.open("opencl", options);
  }

  private static Device open() {
    return open(DeviceOptions.defaults());
  }

  /// out = (a · b rescaled and back) for `rounds` rounds of a product that need temporaries.
  private static CommandGraph products(int rounds) {
    GraphBuilder graph = CommandGraph.builder(CHAIN.logN(), 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, CHAIN.chainQ());
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 2, CHAIN.chainQ());
    RnsView<Eval> product = a;
    for (int i = 0; i < rounds; i++) {
      product = graph.ntt(graph.intt(graph.mul(product, b)));
    }
    graph.output("out", product);
    return graph.build();
  }

  private static Bindings bind(Executable executable, DeviceBuffer a, DeviceBuffer out) {
    return executable.newBindings().bind("a", a).bind("b", a).bind("out", out);
  }

  @Test
  void memoryIsAccountedAndLimited() {
    long limit = 3 * SHAPE.bytes();
    try (Device device = open(DeviceOptions.defaults().withMemoryLimit(limit))) {
      DeviceBuffer one = device.allocate(SHAPE);
      device.allocate(SHAPE.withPolys(4));
      assertThat(device.allocatedBytes()).isEqualTo(limit);
      assertThatThrownBy(() -> device.allocate(SHAPE))
          .isInstanceOfSatisfying(
              DeviceOutOfMemoryException.class,
              e -> {
                assertThat(e.requestedBytes()).isEqualTo(SHAPE.bytes());
                assertThat(e.availableBytes()).isZero();
              });
      one.close();
      one.close();
      assertThat(device.allocatedBytes()).isEqualTo(limit - SHAPE.bytes());
    }
  }

  @Test
  void temporariesAreAccountedOnceForAllExecutables() {
    try (Device device = open()) {
      Executable small = device.compile(products(1), Reuse.MANY);
      long one = small.report().temporaryBytes();
      assertThat(device.allocatedBytes()).isEqualTo(one).isPositive();
      Executable large = device.compile(products(3), Reuse.MANY);
      assertThat(device.allocatedBytes()).isEqualTo(large.report().temporaryBytes());
      large.close();
      small.close();
      small.close();
      assertThat(device.allocatedBytes()).isZero();
    }
  }

  @Test
  void temporariesThatDoNotFitAreRefusedAndLeaveTheOthers() {
    try (Device device = open()) {
      Executable small = device.compile(products(1), Reuse.MANY);
      long limit = small.report().temporaryBytes();
      try (Device limited = open(DeviceOptions.defaults().withMemoryLimit(limit))) {
        limited.compile(products(1), Reuse.MANY);
        RnsShape shape = SHAPE.withPolys(64);
        GraphBuilder graph = CommandGraph.builder(CHAIN.logN(), 1);
        RnsView<Eval> in = graph.input("in", Domain.EVAL, shape.polys(), shape.basis());
        graph.output("out", graph.ntt(graph.intt(in)));
        CommandGraph tooLarge = graph.build();
        assertThatThrownBy(() -> limited.compile(tooLarge, Reuse.ONCE))
            .isInstanceOf(DeviceOutOfMemoryException.class);
        assertThat(limited.allocatedBytes()).isEqualTo(limit);
      }
    }
  }

  @Test
  void closingTheDeviceWaitsForRunsAndClosesWhatItGave() {
    Device device = open();
    Executable executable = device.compile(products(20), Reuse.MANY);
    DeviceBuffer a = device.allocate(SHAPE);
    a.upload(new long[(int) SHAPE.words()]);
    DeviceBuffer out = device.allocate(SHAPE);
    Bindings bindings = bind(executable, a, out);
    Completion completion = executable.submit(bindings);
    device.close();
    assertThat(completion.isDone()).isTrue();
    completion.await();
    device.close();
    assertThatIllegalStateException().isThrownBy(out::download);
    assertThatIllegalStateException().isThrownBy(() -> device.allocate(SHAPE));
    assertThatIllegalStateException().isThrownBy(() -> device.compile(products(1), Reuse.MANY));
    assertThatIllegalStateException().isThrownBy(() -> executable.submit(bindings));
    assertThatIllegalStateException().isThrownBy(executable::newBindings);
    out.close();
    executable.close();
    assertThat(device.allocatedBytes()).isZero();
  }

  @Test
  void foreignAndClosedBuffersAreRefused() {
    try (Device device = open();
        Device other = open();
        Executable executable = device.compile(products(1), Reuse.MANY)) {
      Bindings bindings = executable.newBindings();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bindings.bind("a", other.allocate(SHAPE)));
      DeviceBuffer closed = device.allocate(SHAPE);
      closed.close();
      assertThatIllegalStateException().isThrownBy(() -> bindings.bind("a", closed));
      assertThatIllegalStateException().isThrownBy(() -> executable.submit(bindings));
      DeviceBuffer a = device.allocate(SHAPE);
      Bindings complete = bind(executable, a, device.allocate(SHAPE));
      a.close();
      assertThatIllegalStateException()
          .isThrownBy(() -> executable.submit(complete))
          .withMessageContaining("'a' is closed");
    }
  }

  @Test
  void wordsOutOfRangeAreRefusedByName() {
    try (Device device = open();
        DeviceBuffer buffer = device.allocate(SHAPE)) {
      long[] words = new long[(int) SHAPE.words()];
      words[(SHAPE.limbs() + 2) * SHAPE.degree() + 5] = SHAPE.basis().get(2).value();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> buffer.upload(words))
          .withMessageContaining("polynomial 1, limb 2")
          .withMessageContaining("word 5");
    }
  }

  /// A submission leaves its completion behind, with an event and the words to ask for its status.
  @Test
  void submittingAllocatesTheCompletionOnly() throws ReflectiveOperationException {
    try (Device device = open();
        Executable executable = device.compile(products(30), Reuse.MANY)) {
      DeviceBuffer a = device.allocate(SHAPE);
      a.upload(new long[(int) SHAPE.words()]);
      Bindings bindings = bind(executable, a, device.allocate(SHAPE));
      run(executable, bindings); // loads classes
      long before = allocatedBytes();
      run(executable, bindings);
      long each = (allocatedBytes() - before) / RUNS;
      System.out.printf(
          "opencl: %d bytes a submission of %d launches%n", each, executable.report().kernels());
      assertThat(executable.report().kernels()).isGreaterThan(90);
      assertThat(each).isLessThan(512);
    }
  }

  private static void run(Executable executable, Bindings bindings) {
    for (int i = 0; i < RUNS; i++) {
      executable.submit(bindings, Completion.NO_WAITS).await();
    }
  }

  /// Bytes that this thread has allocated on the heap. By reflection, since the module under test
  /// does not read the management modules.
  private static long allocatedBytes() throws ReflectiveOperationException {
    Object bean =
        Class.forName("java.lang.management.ManagementFactory")
            .getMethod("getThreadMXBean")
            .invoke(null);
    Method method =
        Class.forName("com.sun.management.ThreadMXBean")
            .getMethod("getThreadAllocatedBytes", long.class);
    return (long) method.invoke(bean, Thread.currentThread().threadId());
  }
}
