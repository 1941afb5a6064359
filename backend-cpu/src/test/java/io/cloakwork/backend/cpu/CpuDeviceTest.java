package io.cloakwork.backend.cpu;

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
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.ModulusChain;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CpuDeviceTest {

  private static final ModulusChain CHAIN = TestGraphs.chain(10, 4, 1);
  private static final RnsShape SHAPE = new RnsShape(Domain.EVAL, 10, 1, 2, CHAIN.chainQ());
  private static final DeviceOptions OPTIONS = DeviceOptions.defaults().withThreads(2);

  @Test
  void memoryIsAccountedAndLimited() {
    long limit = 3 * SHAPE.bytes();
    try (Device device = Backends.open("cpu", OPTIONS.withMemoryLimit(limit))) {
      DeviceBuffer one = device.allocate(SHAPE);
      DeviceBuffer two = device.allocate(SHAPE.withPolys(4));
      assertThat(device.allocatedBytes()).isEqualTo(limit);
      assertThatThrownBy(() -> device.allocate(SHAPE))
          .isInstanceOfSatisfying(
              DeviceOutOfMemoryException.class,
              e -> {
                assertThat(e.requestedBytes()).isEqualTo(SHAPE.bytes());
                assertThat(e.availableBytes()).isZero();
              });
      two.close();
      two.close();
      assertThat(device.allocatedBytes()).isEqualTo(SHAPE.bytes());
      DeviceBuffer three = device.allocate(SHAPE);
      long[] words = GraphRuns.randomWords(SHAPE, new SplittableRandom(1));
      three.upload(words);
      assertThat(three.download()).isEqualTo(words);
      one.close();
      three.close();
      assertThat(device.allocatedBytes()).isZero();
    }
  }

  @Test
  void temporariesAreAccountedOnceForAllExecutables() {
    try (Device device = Backends.open("cpu", OPTIONS)) {
      Executable small = device.compile(TestGraphs.rotate(CHAIN, 2, 1), Reuse.MANY);
      assertThat(device.allocatedBytes()).isEqualTo(small.report().temporaryBytes()).isPositive();
      Executable large = device.compile(TestGraphs.rotate(CHAIN, 2, 8), Reuse.MANY);
      assertThat(device.allocatedBytes())
          .isEqualTo(large.report().temporaryBytes())
          .isGreaterThan(small.report().temporaryBytes());
      large.close();
      assertThat(device.allocatedBytes()).isEqualTo(small.report().temporaryBytes());
      small.close();
      small.close();
      assertThat(device.allocatedBytes()).isZero();
    }
  }

  @Test
  void temporariesThatDoNotFitAreRefused() {
    CommandGraph graph = TestGraphs.rotate(CHAIN, 2, 4);
    try (Device device = Backends.open("cpu", OPTIONS.withMemoryLimit(10_000))) {
      assertThatThrownBy(() -> device.compile(graph, Reuse.ONCE))
          .isInstanceOf(DeviceOutOfMemoryException.class);
      assertThat(device.allocatedBytes()).isZero();
    }
  }

  @Test
  void buffersClosedWhilePendingLiveUntilTheRunEnds() {
    CommandGraph graph = TestGraphs.rotate(CHAIN, 2, 16);
    try (Device device = Backends.open("cpu", OPTIONS)) {
      Map<String, long[]> expected = GraphRuns.run(device, graph, 3);
      Executable executable = device.compile(graph, Reuse.MANY);
      Bindings bindings = executable.newBindings();
      Map<String, DeviceBuffer> buffers = GraphRuns.bindAll(device, bindings, graph, 3);
      Completion completion = executable.submit(bindings);
      buffers.forEach((name, buffer) -> {
        if (!name.equals("out")) {
          buffer.close();
        }
      });
      executable.close();
      completion.await();
      assertThat(buffers.get("out").download()).isEqualTo(expected.get("out"));
      assertThat(device.allocatedBytes()).isEqualTo(buffers.get("out").shape().bytes());
      assertThatIllegalStateException().isThrownBy(() -> executable.submit(bindings));
    }
  }

  @Test
  void closingTheDeviceWaitsForRunsAndClosesWhatItGave() {
    CommandGraph graph = TestGraphs.rotate(CHAIN, 2, 16);
    Device device = Backends.open("cpu", OPTIONS);
    Executable executable = device.compile(graph, Reuse.MANY);
    Bindings bindings = executable.newBindings();
    DeviceBuffer out = GraphRuns.bindAll(device, bindings, graph, 3).get("out");
    Completion completion = executable.submit(bindings);
    device.close();
    assertThat(completion.isDone()).isTrue();
    completion.await();
    device.close();
    assertThatIllegalStateException().isThrownBy(out::download);
    assertThatIllegalStateException().isThrownBy(() -> device.allocate(SHAPE));
    assertThatIllegalStateException().isThrownBy(() -> device.compile(graph, Reuse.MANY));
    assertThatIllegalStateException().isThrownBy(() -> executable.submit(bindings));
    assertThatIllegalStateException().isThrownBy(executable::newBindings);
    out.close();
    executable.close();
    assertThat(device.allocatedBytes()).isZero();
  }

  @Test
  void foreignAndClosedBuffersAreRefused() {
    CommandGraph graph = TestGraphs.rotate(CHAIN, 2, 1);
    try (Device device = Backends.open("cpu", OPTIONS);
        Device other = Backends.open("cpu", OPTIONS);
        Executable executable = device.compile(graph, Reuse.MANY)) {
      Bindings bindings = executable.newBindings();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> bindings.bind("ct", other.allocate(SHAPE)));
      DeviceBuffer closed = device.allocate(SHAPE);
      closed.close();
      assertThatIllegalStateException().isThrownBy(() -> bindings.bind("ct", closed));
      assertThatIllegalStateException().isThrownBy(() -> executable.submit(bindings));
      Map<String, DeviceBuffer> buffers = GraphRuns.bindAll(device, bindings, graph, 1);
      buffers.get("key1").close();
      assertThatIllegalStateException()
          .isThrownBy(() -> executable.submit(bindings))
          .withMessageContaining("key1");
      // What the refused submission held is free again: closing gives everything back.
      buffers.values().forEach(DeviceBuffer::close);
      assertThat(device.allocatedBytes()).isEqualTo(executable.report().temporaryBytes());
    }
  }

  @Test
  void wordsOutOfRangeAreRefusedByName() {
    try (Device device = Backends.open("cpu", OPTIONS);
        DeviceBuffer buffer = device.allocate(SHAPE)) {
      long[] words = new long[(int) SHAPE.words()];
      words[(SHAPE.limbs() + 2) * SHAPE.degree() + 5] = SHAPE.basis().get(2).value();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> buffer.upload(words))
          .withMessageContaining("polynomial 1, limb 2")
          .withMessageContaining("word 5");
      words[(SHAPE.limbs() + 2) * SHAPE.degree() + 5] = 0;
      buffer.upload(words);
      assertThat(buffer.download()).isEqualTo(words);
    }
  }

  @Test
  void optionsAreChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("cpu", OPTIONS.withProperty("vector", "sometimes")))
        .withMessageContaining("sometimes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backends.open("cpu", OPTIONS.withProperty("vectr", "off")))
        .withMessageContaining("vectr");
  }

  @Test
  void profileNamesVectorsPinningAndThreads() {
    try (Device device = Backends.open("cpu", OPTIONS.withThreads(3))) {
      assertThat(device.profile().threads()).isEqualTo(3);
      assertThat(device.profile().facts())
          .containsKeys("vectors", "vector bits", "lanes", "pinning", "warm-up");
      System.out.println(device.profile());
    }
  }
}
