package io.cloakwork.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.BackendUnavailableException;
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
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Life and death on the reference device. What every backend must do alike is in the conformance
/// suite; here is what only this one promises.
class ReferenceDeviceTest {

  private static final RnsBasis BASIS =
      ModulusChain.search(4, new int[] {50, 30}, new int[] {40}).chainQ();
  private static final RnsShape SHAPE = new RnsShape(Domain.COEFF, 4, 1, 1, BASIS);

  @Test
  void isFoundByName() {
    assertThat(Backends.named("reference")).isInstanceOf(ReferenceBackend.class);
  }

  @Test
  void hasOneDevice() {
    DeviceOptions second = new DeviceOptions(1, 0, false, 0, Map.of());
    assertThatThrownBy(() -> new ReferenceBackend().open(second))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("no index 1");
  }

  @Test
  void countsBuffersAndTemporariesAgainstTheLimit() {
    long limit = 3 * SHAPE.bytes();
    try (Device device = open(limit)) {
      DeviceBuffer first = device.allocate(SHAPE);
      Executable executable = device.compile(twiceNegated(), Reuse.ONCE);
      assertThat(executable.report().temporaryBytes()).isEqualTo(2 * SHAPE.bytes());
      assertThat(device.allocatedBytes()).isEqualTo(limit);
      assertThatThrownBy(() -> device.allocate(SHAPE))
          .isInstanceOfSatisfying(
              DeviceOutOfMemoryException.class,
              e -> {
                assertThat(e.requestedBytes()).isEqualTo(SHAPE.bytes());
                assertThat(e.availableBytes()).isZero();
              });
      executable.close();
      executable.close();
      first.close();
      first.close();
      assertThat(device.allocatedBytes()).isZero();
    }
  }

  @Test
  void bindingsOfAPendingSubmissionAreRefused() throws Exception {
    try (Device device = open(0);
        Executable executable = device.compile(twiceNegated(), Reuse.ONCE);
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      DeviceBuffer in = device.allocate(SHAPE);
      DeviceBuffer out = device.allocate(SHAPE);
      in.upload(new long[32]);
      Bindings bindings = executable.newBindings().bind("in", in).bind("out", out);
      Gate gate = new Gate();
      Future<?> submission = other.submit(() -> executable.submit(bindings, gate).await());
      gate.reached.await();

      assertThatThrownBy(() -> bindings.bind("in", in))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("pending");
      assertThatThrownBy(() -> executable.submit(bindings))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("pending");

      gate.opened.countDown();
      submission.get();
      executable.run(bindings);
    }
  }

  /// A completion that says when somebody waits for it, and ends when told to.
  private static final class Gate implements Completion {
    final CountDownLatch reached = new CountDownLatch(1);
    final CountDownLatch opened = new CountDownLatch(1);

    @Override
    public boolean isDone() {
      return opened.getCount() == 0;
    }

    @Override
    public void await() {
      reached.countDown();
      try {
        opened.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Device open(long limit) {
    return new ReferenceBackend().open(DeviceOptions.defaults().withMemoryLimit(limit));
  }

  private static CommandGraph twiceNegated() {
    GraphBuilder graph = CommandGraph.builder(4, 1);
    RnsView<Coeff> in = graph.input("in", Domain.COEFF, 1, BASIS);
    graph.output("out", graph.neg(graph.neg(in)));
    return graph.build();
  }
}
