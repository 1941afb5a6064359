package io.cloakwork.spi.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What only the whole graph can know: names, owners, who writes which row and when.
class GraphValidatorTest {

  private static final RnsBasis BASIS = RnsBasis.of(Modulus.of(97), Modulus.of(193));
  private static final RnsShape SHAPE = new RnsShape(Domain.EVAL, 4, 1, 1, BASIS);

  private static void assertRefused(String message, ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(GraphException.class).hasMessage(message);
  }

  private final GraphBuilder graph = CommandGraph.builder(4, 2);
  private final RnsView<Eval> x = graph.input("x", Domain.EVAL, 2, BASIS);

  @Test
  void aBatchHasItems() {
    assertRefused("a batch of 0: at least one item", () -> CommandGraph.builder(4, 0).build());
  }

  @Test
  void namesAreUnique() {
    graph.input("x", Domain.EVAL, 1, BASIS);
    assertRefused("two values are named 'x'", graph::build);
  }

  @Test
  void valuesAreNumberedAndOfTheGraph() {
    Value misplaced = new Value(1, "a", Value.Role.INPUT, SHAPE);
    assertRefused(
        "value a has id 1 at index 0", () -> new CommandGraph(4, 1, List.of(misplaced), List.of()));
    Value value = new Value(0, "a", Value.Role.INPUT, SHAPE);
    assertRefused(
        "a is of degree 2^4, the graph of 2^5",
        () -> new CommandGraph(5, 1, List.of(value), List.of()));
    Value three = new Value(0, "a", Value.Role.INPUT, SHAPE.withBatch(3));
    assertRefused(
        "a has a batch of 3, the graph of 2",
        () -> new CommandGraph(4, 2, List.of(three), List.of()));
  }

  @Test
  void rowsAreWrittenBeforeTheyAreRead() {
    RnsView<Eval> temporary = graph.temporary(Domain.EVAL, 2, BASIS);
    graph.copyInto(x.poly(0), temporary.poly(0));
    graph.copyInto(x.poly(1).limbRange(1, 2), temporary.poly(1).limbRange(1, 2));
    graph.output("out", temporary);
    assertRefused(
        "command 2 (Copy) reads polynomial 1, limb 0 of t1 before it is written", graph::build);
  }

  @Test
  void rowsAreWrittenOnce() {
    RnsView<Eval> temporary = graph.temporary(Domain.EVAL, 2, BASIS);
    graph.copyInto(x, temporary);
    graph.negInto(x.poly(1).limbRange(1, 2), temporary.poly(1).limbRange(1, 2));
    assertRefused("command 1 (Neg) writes polynomial 1, limb 1 of t1 a second time", graph::build);
  }

  @Test
  void outputsAreWrittenCompletely() {
    RnsView<Eval> out = graph.output("out", Domain.EVAL, 2, BASIS);
    graph.copyInto(x.poly(0), out.poly(0));
    graph.copyInto(x.poly(1).limbRange(0, 1), out.poly(1).limbRange(0, 1));
    assertRefused("polynomial 1, limb 1 of out of output out is never written", graph::build);
  }

  @Test
  void inputsAndConstantsAreNotWritten() {
    RnsView<Eval> y = graph.input("y", Domain.EVAL, 2, BASIS);
    graph.copyInto(x, y);
    assertRefused("command 0 (Copy) writes the INPUT y", graph::build);

    GraphBuilder other = CommandGraph.builder(4, 1);
    RnsView<Eval> a = other.input("a", Domain.EVAL, 1, BASIS);
    other.copyInto(a, other.constant("w", Domain.EVAL, 1, BASIS));
    assertRefused("command 0 (Copy) writes the CONSTANT w", other::build);
  }

  @Test
  void valuesOfAnotherGraphAreRefused() {
    RnsView<Eval> stranger = CommandGraph.builder(4, 2).input("stranger", Domain.EVAL, 2, BASIS);
    graph.output("out", stranger);
    assertRefused("command 0 (Copy) uses stranger, a value of another graph", graph::build);
  }

  @Test
  void rowsMayComeFromSeveralCommandsInAnyOrder() {
    RnsView<Eval> out = graph.output("out", Domain.EVAL, 2, BASIS);
    graph.negInto(x.poly(1), out.poly(1));
    graph.copyInto(x.poly(0).limbRange(1, 2), out.poly(0).limbRange(1, 2));
    graph.fillInto(Scalars.ofResidues(5), out.poly(0).limbRange(0, 1));
    assertThat(graph.build().commands()).hasSize(3);
  }

  @Test
  void namesThatAreNotBoundAreListed() {
    graph.output("out", graph.neg(x));
    CommandGraph built = graph.build();
    assertThat(built.bound("out").role()).isEqualTo(Value.Role.OUTPUT);
    assertRefused(
        "'t1' is not an input, constant or output of this graph; it has [x, out]",
        () -> built.bound("t1"));
  }

  @Test
  void equalGraphsHaveEqualFingerprintsAndOthersOthers() {
    assertThat(negated(1).fingerprint()).isEqualTo(negated(1).fingerprint()).hasSize(64);
    assertThat(negated(2).fingerprint()).isNotEqualTo(negated(1).fingerprint());
    assertThat(negated(1).listing())
        .isEqualTo(
            """
            graph logN=4 batch=1
            INPUT x: EVAL 1 x 1 x 2 x 2^4 [97, 193]
            TEMPORARY t1: EVAL 1 x 1 x 2 x 2^4 [97, 193]
            OUTPUT out: EVAL 1 x 1 x 2 x 2^4 [97, 193]
            Neg[a=x, out=t1]
            Copy[a=t1, out=out]
            """);
  }

  private static CommandGraph negated(int batch) {
    GraphBuilder builder = CommandGraph.builder(4, batch);
    builder.output("out", builder.neg(builder.input("x", Domain.EVAL, 1, BASIS)));
    return builder.build();
  }
}
