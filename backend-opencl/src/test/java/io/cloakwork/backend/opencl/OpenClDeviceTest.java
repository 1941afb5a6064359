package io.cloakwork.backend.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What every backend must do alike is in the conformance suite; here is what only this one
/// promises.
@Timeout(120)
class OpenClDeviceTest {

  private static final ModulusChain CHAIN =
      ModulusChain.search(10, new int[] {50, 40, 40, 40}, new int[] {50});
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
  void aNumberOfThreadsThatTheDriverDoesNotTakeIsRefused() {
    int units;
    try (Device device = open()) {
      units = device.profile().threads();
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open(DeviceOptions.defaults().withThreads(units + 1)))
        .withMessageContaining("all of its %d compute units", units);
    open(DeviceOptions.defaults().withThreads(units)).close();
  }
}
