package io.cloakwork.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Compositions;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The composite operations against their definitions, run operation by operation.
class CompositionsTest {

  private static final long SEED = 20260117;
  private static final int LOG_N = 5;
  private static final RnsBasis BASIS =
      ModulusChain.search(LOG_N, new int[] {50, 30, 60, 40}, new int[] {61, 45}).extendedAtLevel(3);

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "5, 1", "1, 3", "3, 3"})
  void modDownIsItsComposition(int divisorLimbs, int batch) {
    CommandGraph fused = unary(batch, (graph, in) -> graph.modDown(in, divisorLimbs));
    CommandGraph written =
        unary(batch, (graph, in) -> Compositions.modDown(graph, in, divisorLimbs));
    assertSameBytes(fused, written);
  }

  @Test
  void rescaleIsItsComposition() {
    assertSameBytes(unary(2, GraphBuilder::rescale), unary(2, Compositions::rescale));
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "7"})
  void innerProductIsItsComposition(int terms) {
    assertSameBytes(innerProduct(terms, false), innerProduct(terms, true));
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void linearCombinationIsItsComposition(int batch) {
    assertSameBytes(linearCombination(batch, false), linearCombination(batch, true));
  }

  private static CommandGraph linearCombination(int batch, boolean written) {
    GraphBuilder graph = CommandGraph.builder(LOG_N, batch);
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 6, BASIS);
    RnsView<Eval> out = graph.output("out", Domain.EVAL, 8, BASIS);
    ScalarMatrix matrix =
        ScalarMatrix.dense(
            new long[][] {{1, -1, 0}, {(1L << 62) - 1, 5, 1 - (1L << 62)}, {0, 0, 0}, {0, 7, 0}});
    List<Scalars> offsets =
        IntStream.range(0, 4)
            .mapToObj(r -> Scalars.of(BigInteger.valueOf(-r).shiftLeft(100), BASIS))
            .toList();
    RnsOp.LinearCombination<Eval> op = new RnsOp.LinearCombination<>(in, matrix, offsets, out);
    if (written) {
      Compositions.linearCombinationInto(graph, op, out);
    } else {
      graph.linearCombinationInto(in, matrix, offsets, out);
    }
    return graph.build();
  }

  private static CommandGraph innerProduct(int terms, boolean written) {
    GraphBuilder graph = CommandGraph.builder(LOG_N, 3);
    RnsView<Eval> digits = graph.input("digits", Domain.EVAL, terms, BASIS);
    RnsView<Eval> key = graph.sharedInput("key", Domain.EVAL, 2 * terms, BASIS);
    List<RnsView<Eval>> a = IntStream.range(0, terms).mapToObj(digits::poly).toList();
    List<RnsView<Eval>> b = IntStream.range(0, terms).mapToObj(d -> key.polys(2 * d, 2)).toList();
    RnsView<Eval> out = graph.temporary(Domain.EVAL, 2, BASIS);
    RnsOp.InnerProduct op = new RnsOp.InnerProduct(a, b, out);
    RnsView<Eval> sum =
        written ? Compositions.innerProduct(graph, op) : graph.innerProductInto(a, b, out);
    graph.output("out", sum);
    return graph.build();
  }

  private static CommandGraph unary(
      int batch, BiFunction<GraphBuilder, RnsView<Eval>, RnsView<Eval>> recorder) {
    GraphBuilder graph = CommandGraph.builder(LOG_N, batch);
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 2, BASIS);
    graph.output("out", recorder.apply(graph, in));
    return graph.build();
  }

  private static void assertSameBytes(CommandGraph fused, CommandGraph written) {
    assertThat(ReferenceRun.outputs(fused, SEED).get("out"))
        .isEqualTo(ReferenceRun.outputs(written, SEED).get("out"));
  }
}
