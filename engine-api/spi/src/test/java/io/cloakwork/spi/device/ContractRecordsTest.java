package io.cloakwork.spi.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.GraphException;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Capabilities, options and the checks of bindings that all backends share.
class ContractRecordsTest {

  private static final RnsBasis BASIS = RnsBasis.of(Modulus.of(97), Modulus.of(193));

  private static CommandGraph sum() {
    GraphBuilder graph = CommandGraph.builder(4, 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 1, BASIS);
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 1, BASIS);
    graph.addInto(a, b, graph.output("out", Domain.EVAL, 1, BASIS));
    return graph.build();
  }

  @Test
  void everythingIsTheWholeVocabulary() {
    assertThat(Capabilities.all().operations())
        .hasSize(16)
        .containsExactlyInAnyOrderElementsOf(
            List.of(
                RnsOp.Ntt.class,
                RnsOp.Intt.class,
                RnsOp.Add.class,
                RnsOp.Sub.class,
                RnsOp.Neg.class,
                RnsOp.Mul.class,
                RnsOp.MulAdd.class,
                RnsOp.MulScalar.class,
                RnsOp.Automorphism.class,
                RnsOp.BaseConvert.class,
                RnsOp.ModDown.class,
                RnsOp.Rescale.class,
                RnsOp.InnerProduct.class,
                RnsOp.LinearCombination.class,
                RnsOp.Copy.class,
                RnsOp.Fill.class));
    assertThatCode(() -> Capabilities.all().require(sum())).doesNotThrowAnyException();
  }

  @Test
  void whatIsNotDeclaredIsNamed() {
    Set<Class<? extends RnsOp>> add = Set.of(RnsOp.Add.class);
    assertUnsupported(new Capabilities(5, 17, 61, add), "ring degree 2^4 is not in [2^5, 2^17]");
    assertUnsupported(new Capabilities(4, 17, 7, add), "prime 193 of a has 8 bits, more than 7");
    assertUnsupported(
        new Capabilities(4, 17, 61, Set.of(RnsOp.Mul.class)), "operation Add is not supported");
    assertThatCode(() -> new Capabilities(4, 4, 8, add).require(sum())).doesNotThrowAnyException();
  }

  private static void assertUnsupported(Capabilities capabilities, String message) {
    assertThatThrownBy(() -> capabilities.require(sum()))
        .isInstanceOf(UnsupportedGraphException.class)
        .hasMessage(message);
  }

  @Test
  void bindingsAreCheckedByNameAndShape() {
    BoundBuffers bound = new BoundBuffers(sum());
    RnsShape shape = new RnsShape(Domain.EVAL, 4, 1, 1, BASIS);
    assertThatThrownBy(() -> bound.bind("c", new Words(shape)))
        .isInstanceOf(GraphException.class)
        .hasMessage("'c' is not an input, constant or output of this graph; it has [a, b, out]");
    assertThatThrownBy(() -> bound.bind("a", new Words(shape.withPolys(2))))
        .isInstanceOf(GraphException.class)
        .hasMessage(
            "'a' has shape EVAL 1 x 1 x 2 x 2^4 [97, 193], the buffer bound to it EVAL 1 x 2 x 2 x 2^4 [97, 193]");
    assertThatThrownBy(bound::requireComplete)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no buffer is bound to 'a'");
  }

  @Test
  void bindingsTakeTheSameRowsUnderAnotherShape() {
    GraphBuilder graph = CommandGraph.builder(4, 3);
    graph.output("out", graph.input("vector", Domain.EVAL, 2, BASIS));
    graph.sharedInput("key", Domain.EVAL, 2, BASIS);
    BoundBuffers bound = new BoundBuffers(graph.build());
    RnsShape items = new RnsShape(Domain.EVAL, 4, 3, 2, BASIS);
    Words asVector = new Words(items.withBatch(1).withPolys(6));
    assertThat(bound.bind("vector", asVector).shape()).isEqualTo(items);
    assertThat(bound.get(bound.bind("vector", new Words(items.withBatch(2).withPolys(3)))))
        .isNotNull();
    assertThatCode(() -> bound.bind("key", new Words(items.withBatch(2).withPolys(1))))
        .doesNotThrowAnyException();
    for (RnsShape other :
        List.of(
            items.withBatch(1),
            items.withPolys(6),
            items.withBatch(1).withPolys(6).withDomain(Domain.COEFF),
            items
                .withBatch(2)
                .withBasis(RnsBasis.of(Modulus.of(97), Modulus.of(193), Modulus.of(257))),
            items.withBasis(BASIS.select(1, 0)))) {
      assertThatThrownBy(() -> bound.bind("vector", new Words(other)))
          .isInstanceOf(GraphException.class)
          .hasMessageContaining("'vector' has shape EVAL 3 x 2 x 2 x 2^4");
    }
    assertThatThrownBy(() -> bound.bind("key", new Words(items)))
        .isInstanceOf(GraphException.class)
        .hasMessageContaining("'key' has shape EVAL 1 x 2 x 2 x 2^4");
  }

  @Test
  void inputsMayShareABufferAndOutputsMayNot() {
    RnsShape shape = new RnsShape(Domain.EVAL, 4, 1, 1, BASIS);
    Words words = new Words(shape);
    CommandGraph graph = sum();
    BoundBuffers bound = new BoundBuffers(graph);
    bound.bind("a", words);
    bound.bind("b", words);
    bound.bind("out", new Words(shape));
    assertThatCode(bound::requireComplete).doesNotThrowAnyException();
    assertThat(bound.get(graph.bound("b"))).isSameAs(words);

    bound.bind("out", words);
    assertThatThrownBy(bound::requireComplete)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("output 'out' and 'a' are bound to the same buffer");
  }

  @Test
  void optionsAndProbesAreChecked() {
    assertThatThrownBy(() -> new DeviceOptions(0, -1, true, 0, Map.of()))
        .hasMessage("device index 0, threads -1 and memory limit 0 must not be negative");
    assertThatThrownBy(() -> new Probe.Available(List.of()))
        .hasMessage("an available backend has at least one device");
    assertThat(DeviceOptions.defaults().withProperty("a", "1").withProperty("b", "2").properties())
        .containsExactlyInAnyOrderEntriesOf(Map.of("a", "1", "b", "2"));
    DeviceOptions.defaults().withProperty("a", "1").requireKnown("abacus", List.of("b", "a"));
    assertThatThrownBy(() ->
            DeviceOptions.defaults()
                .withProperty("c", "1")
                .requireKnown("abacus", List.of("b", "a")))
        .hasMessage("the abacus backend has no property 'c'; it has [a, b]");
  }

  /// A buffer that nobody reads.
  private record Words(RnsShape shape) implements DeviceBuffer {
    @Override
    public void upload(MemorySegment words) {}

    @Override
    public void upload(int item, int poly, int limb, MemorySegment row) {}

    @Override
    public void download(MemorySegment words) {}

    @Override
    public void download(int item, int poly, int limb, MemorySegment row) {}

    @Override
    public void close() {}
  }
}
