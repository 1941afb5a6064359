package io.cloakwork.bench.floors;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Counts worked out by hand.
class WorkTest {

  private static final int LOG_N = 6;
  private static final long N = 1L << LOG_N;
  private static final long ROW = 8 * N;
  private static final int BATCH = 3;

  private final GraphBuilder graph = CommandGraph.builder(LOG_N, BATCH);
  private final RnsBasis fast = Lane.FAST.primes(LOG_N, 4);
  private final RnsBasis wide = Lane.WIDE.primes(LOG_N, 2);

  private Work count() {
    return Work.of(graph.build());
  }

  @Test
  void aTransformIsHalfAProductAWordAndPass() {
    graph.output("out", graph.ntt(graph.input("in", Domain.COEFF, 2, fast)));
    long rows = 8L * BATCH;
    long butterflies = rows * N / 2 * LOG_N;
    assertThat(count()).isEqualTo(new Work(butterflies, 0, butterflies, 2 * rows * ROW));
  }

  @Test
  void lanesAreCountedApart() {
    RnsBasis both = fast.concat(wide);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 1, both);
    graph.output("out", graph.mul(a, a));
    Work work = count();
    assertThat(work.fastProducts()).isEqualTo(BATCH * 4 * N);
    assertThat(work.wideProducts()).isEqualTo(BATCH * 2 * N);
    assertThat(work.bytes()).as("a is read once").isEqualTo(2L * BATCH * 6 * ROW);
  }

  @Test
  void whatTheBatchSharesMovesOnce() {
    RnsView<Eval> digit = graph.input("digit", Domain.EVAL, 1, fast);
    RnsView<Eval> key = graph.sharedInput("key", Domain.EVAL, 2, fast);
    graph.innerProductInto(
        List.of(digit, digit), List.of(key, key), graph.output("out", Domain.EVAL, 2, fast));
    Work work = count();
    assertThat(work.products()).isEqualTo(BATCH * 2 * 2 * 4 * N);
    assertThat(work.bytes()).isEqualTo((BATCH * 4 + 2 * 4 + BATCH * 2 * 4) * ROW);
  }

  @Test
  void aConversionScalesWhatItReadsAndSumsWhatItMakes() {
    RnsView<Coeff> in = graph.input("in", Domain.COEFF, 1, fast);
    graph.output("out", graph.baseConvert(in, wide));
    Work work = count();
    assertThat(work.fastProducts()).as("one a word read").isEqualTo(BATCH * 4 * N);
    assertThat(work.wideProducts()).as("four a word made").isEqualTo(BATCH * 2 * 4 * N);
  }

  @Test
  void aDivisionIsTwoTransformsAConversionAndAProduct() {
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 1, fast);
    graph.output("out", graph.modDown(in, 1));
    long back = BATCH * N / 2 * LOG_N;
    long conversion = BATCH * (1 + 3) * N;
    long forth = BATCH * 3 * N / 2 * LOG_N;
    assertThat(count().products()).isEqualTo(back + conversion + forth + BATCH * 3 * N);
  }

  @Test
  void aCombinationHasAProductForEveryWeight() {
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 4, fast);
    ScalarMatrix matrix = ScalarMatrix.dense(new long[][] {{3, 0}, {5, 7}, {0, 0}});
    graph.output("out", graph.linearCombination(in, matrix, List.of()));
    assertThat(count().products()).isEqualTo(BATCH * 3 * 2 * 4 * N);
  }

  @Test
  void whatOnlyMovesHasNoProducts() {
    graph.output("out", graph.input("in", Domain.EVAL, 1, fast));
    Work work = count();
    assertThat(work.products()).isZero();
    assertThat(work.intensity()).isZero();
    assertThat(work.bytes()).isEqualTo(2L * BATCH * 4 * ROW);
  }
}
