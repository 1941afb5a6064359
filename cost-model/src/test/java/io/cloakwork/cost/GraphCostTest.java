package io.cloakwork.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.Primes;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Counts of small graphs, checked by hand.
class GraphCostTest {

  private static final int LOG_N = 6;

  private static final long ROW_BYTES = Long.BYTES << LOG_N;

  private static RnsBasis basis(int bits, int limbs) {
    return new RnsBasis(Primes.largestBelow(bits, LOG_N, limbs, Set.of()));
  }

  @Test
  void aDivisionIsWrittenOut() {
    GraphBuilder graph = CommandGraph.builder(LOG_N, 3);
    RnsView<Eval> in = graph.input("x", Domain.EVAL, 2, basis(40, 5));
    graph.output("y", graph.modDown(in, 2));

    GraphCost cost = GraphCost.of(graph.build());

    // 3 items of 2 polynomials: 2 limbs go, 3 stay.
    assertThat(cost.fast().rows())
        .isEqualTo(
            Map.of(
                RowWork.INVERSE_TRANSFORM, 12L,
                RowWork.FORWARD_TRANSFORM, 18L,
                RowWork.CONVERSION, 18L,
                RowWork.CONVERSION_TERM, 36L,
                RowWork.ELEMENT_WISE, 12L + 18L));
    assertThat(cost.wide().rows()).isEmpty();
    assertThat(cost.streamedBytes()).isEqualTo((30 + 18) * ROW_BYTES);
    assertThat(cost.stages()).isEqualTo(2);
  }

  @Test
  void keysOfABatchAreReadOnce() {
    GraphBuilder graph = CommandGraph.builder(LOG_N, 4);
    RnsBasis basis = basis(40, 2);
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 1, basis);
    RnsView<Eval> key = graph.sharedInput("key", Domain.EVAL, 2, basis);
    RnsView<Eval> first = graph.innerProduct(List.of(x, x), List.of(key.poly(0), key.poly(1)));
    graph.output("y", graph.innerProduct(List.of(first), List.of(key.poly(0))));

    GraphCost cost = GraphCost.of(graph.build());

    assertThat(cost.fast().of(RowWork.PRODUCT_TERM)).isEqualTo(4 * 2 * 2 + 4 * 2);
    assertThat(cost.streamedBytes()).isEqualTo((4 * 2 + 2 * 2 + 4 * 2) * ROW_BYTES);
    assertThat(cost.stages()).isEqualTo(1);
  }

  @Test
  void constantsAroundAConversionAndTheDifferenceBeforeAProductCostNothing() {
    GraphBuilder graph = CommandGraph.builder(LOG_N, 1);
    RnsBasis basis = basis(40, 2);
    RnsBasis target = basis(41, 3);
    Scalars half = Scalars.of(BigInteger.TWO, basis);
    RnsView<Coeff> in = graph.input("x", Domain.COEFF, 1, basis);
    RnsView<Coeff> shifted = graph.add(in, graph.fill(Domain.COEFF, basis, half));
    RnsView<Coeff> converted = graph.baseConvert(shifted, target);
    RnsView<Coeff> other = graph.input("z", Domain.COEFF, 1, target);
    RnsView<Coeff> scaled =
        graph.mulScalar(graph.sub(converted, other), Scalars.of(BigInteger.TEN, target));
    graph.output("y", scaled);

    GraphCost cost = GraphCost.of(graph.build());

    assertThat(cost.fast().rows())
        .isEqualTo(
            Map.of(
                RowWork.CONVERSION, 3L,
                RowWork.CONVERSION_TERM, 6L,
                RowWork.ELEMENT_WISE, 2L + 3L));
  }

  @Test
  void primesOfTheWideLaneAreCountedApart() {
    GraphBuilder graph = CommandGraph.builder(LOG_N, 1);
    RnsBasis basis = basis(60, 2);
    graph.output("y", graph.intt(graph.input("x", Domain.EVAL, 3, basis)));

    GraphCost cost = GraphCost.of(graph.build());

    assertThat(cost.fast().rows()).isEmpty();
    assertThat(cost.wide().rows()).isEqualTo(Map.of(RowWork.INVERSE_TRANSFORM, 6L));
  }

  @Test
  void aCombinationCountsItsEntriesForEveryPolynomialOfACiphertext() {
    GraphBuilder graph = CommandGraph.builder(LOG_N, 1);
    RnsView<Eval> in = graph.input("x", Domain.EVAL, 2 * 3, basis(40, 2));
    ScalarMatrix matrix = ScalarMatrix.dense(new long[][] {{1, 2, 3}, {4, 5, 6}});
    graph.output("y", graph.linearCombination(in, matrix, List.of()));

    GraphCost cost = GraphCost.of(graph.build());

    assertThat(cost.fast().of(RowWork.COMBINATION_TERM)).isEqualTo(6 * 2 * 2);
    assertThat(cost.fast().of(RowWork.ELEMENT_WISE)).isEqualTo(2 * 2 * 2);
  }
}
