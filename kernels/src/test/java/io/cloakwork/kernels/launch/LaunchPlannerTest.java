package io.cloakwork.kernels.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.ModulusChain;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchPlannerTest {

  private static final ModulusChain CHAIN =
      ModulusChain.search(13, new int[] {50, 60, 40, 40}, new int[] {50});

  private static LaunchPlan plan(CommandGraph graph) {
    return LaunchPlanner.plan(graph, Tuning.forGpu(), (_, _, _) -> 0);
  }

  private static CommandGraph rescaledProduct(int batch) {
    GraphBuilder graph = CommandGraph.builder(CHAIN.logN(), batch);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 2, CHAIN.chainQ());
    graph.output("out", graph.rescale(graph.mul(a, a)));
    return graph.build();
  }

  @Test
  void aBatchIsOneLaunch() {
    List<Launch> one = plan(rescaledProduct(1)).launches();
    List<Launch> many = plan(rescaledProduct(32)).launches();
    assertThat(many)
        .extracting(Launch::kernel)
        .isEqualTo(one.stream().map(Launch::kernel).toList());
    assertThat(many).allSatisfy(launch -> assertThat(launch.groupsZ()).isEqualTo(64));
    assertThat(one).allSatisfy(launch -> assertThat(launch.groupsZ()).isEqualTo(2));
  }

  @Test
  void limbsOfALaneAreOneLaunch() {
    assertThat(plan(rescaledProduct(1)).launches())
        .filteredOn(launch -> launch.kernel().equals("mul"))
        .extracting(launch -> launch.program().name(), Launch::groupsY)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("products-fp64", 3),
            org.assertj.core.api.Assertions.tuple("products-int64", 1));
  }

  @Test
  void temporariesThatAreReadNoMoreAreUsedAgain() {
    GraphBuilder graph = CommandGraph.builder(CHAIN.logN(), 1);
    RnsView<Eval> value = graph.input("a", Domain.EVAL, 1, CHAIN.chainQ());
    for (int i = 0; i < 50; i++) {
      value = graph.mul(value, value);
    }
    graph.output("out", value);
    assertThat(plan(graph.build()).scratchRows()).isEqualTo(2 * CHAIN.chainQ().size());
  }

  @Test
  void holesAreFilledAndMerged() {
    ScratchRows rows = new ScratchRows();
    int a = rows.take(4);
    int b = rows.take(4);
    int c = rows.take(4);
    rows.giveBack(a, 4);
    assertThat(rows.take(3)).isEqualTo(a);
    rows.giveBack(b, 4);
    assertThat(rows.take(5)).isEqualTo(3);
    rows.giveBack(c, 4);
    assertThat(rows.take(6)).isEqualTo(8);
    assertThat(rows.size()).isEqualTo(14);
  }

  @ParameterizedTest
  @ValueSource(ints = {30, 50, 60, 61})
  void quotientsAreThoseOfLongDivision(int bits) {
    Modulus modulus =
        io.cloakwork.spi.ring.Primes.largestBelow(bits, 10, 1, java.util.Set.of()).getFirst();
    BigInteger q = BigInteger.valueOf(modulus.value());
    SplittableRandom random = new SplittableRandom(bits);
    for (int i = 0; i < 1000; i++) {
      long w = i < 2 ? i * (modulus.value() - 1) : random.nextLong(modulus.value());
      assertThat(Shoup.quotient(w, modulus))
          .isEqualTo(BigInteger.valueOf(w).shiftLeft(64).divide(q).longValue());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 12, 13, 14, 17})
  void everyLengthFitsIntoTiles(int logTile) {
    for (int logN = ModulusChain.MIN_LOG_N; logN <= ModulusChain.MAX_LOG_N; logN++) {
      TransformShape shape =
          TransformShape.of(logN, Lane.FP64, Tuning.forGpu().withLogTile(logTile));
      int blockStages = logN - shape.columnStages();
      assertThat(blockStages).isBetween(2 * shape.logRadix(), shape.logTile());
      assertThat(shape.hasTwoPasses()).isEqualTo(logN > logTile);
      if (shape.hasTwoPasses()) {
        assertThat(shape.logTile() - shape.columnStages()).isGreaterThanOrEqualTo(3);
        assertThat(shape.tiles()).isEqualTo(1 << (logN - logTile));
      }
    }
  }
}
