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
import java.util.stream.Stream;
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

  private static Work fast(Form form, long products) {
    return Work.products(Lane.FAST, form, products);
  }

  private static Work wide(Form form, long products) {
    return Work.products(Lane.WIDE, form, products);
  }

  /// The products that were counted, by kind.
  private void assertProducts(Work... expected) {
    Work sum = Stream.of(expected).reduce(Work.NONE, Work::plus);
    assertThat(count().counts()).isEqualTo(sum.counts());
  }

  @Test
  void aTransformIsHalfAProductAWordAndPass() {
    graph.output("out", graph.ntt(graph.input("in", Domain.COEFF, 2, fast)));
    long rows = 8L * BATCH;
    long butterflies = rows * N / 2 * LOG_N;
    assertThat(count())
        .isEqualTo(
            fast(Form.REDUCED, butterflies)
                .plus(Work.adding(butterflies))
                .plus(Work.moving(2 * rows * ROW)));
  }

  @Test
  void lanesAreCountedApart() {
    RnsBasis both = fast.concat(wide);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 1, both);
    graph.output("out", graph.mul(a, a));
    assertProducts(fast(Form.REDUCED, BATCH * 4 * N), wide(Form.REDUCED, BATCH * 2 * N));
    assertThat(count().bytes()).as("a is read once").isEqualTo(2L * BATCH * 6 * ROW);
  }

  @Test
  void whatTheBatchSharesMovesOnce() {
    RnsView<Eval> digit = graph.input("digit", Domain.EVAL, 1, fast);
    RnsView<Eval> key = graph.sharedInput("key", Domain.EVAL, 2, fast);
    graph.innerProductInto(
        List.of(digit, digit), List.of(key, key), graph.output("out", Domain.EVAL, 2, fast));
    assertProducts(fast(Form.TERM, BATCH * 2 * 2 * 4 * N));
    assertThat(count().bytes()).isEqualTo((BATCH * 4 + 2 * 4 + BATCH * 2 * 4) * ROW);
  }

  @Test
  void aSumOfOneIsAProduct() {
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 1, fast);
    graph.innerProductInto(List.of(a), List.of(a), graph.output("out", Domain.EVAL, 1, fast));
    assertProducts(fast(Form.REDUCED, BATCH * 4 * N));
  }

  @Test
  void productsThatAreOnlyAddedAreTermsAsInAnInnerProduct() {
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 1, fast);
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 1, fast);
    // A tensor product: a b + b a is a sum of two, a a and b b are products by themselves.
    graph.output("low", graph.mul(a, a));
    graph.output("middle", graph.mulAdd(b, a, graph.mul(a, b)));
    graph.output("high", graph.mul(b, b));
    assertProducts(fast(Form.REDUCED, BATCH * 2 * 4 * N), fast(Form.TERM, BATCH * 2 * 4 * N));
  }

  @Test
  void aProductThatIsUsedOtherwiseAsWellIsReduced() {
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 1, fast);
    RnsView<Eval> square = graph.mul(a, a);
    graph.output("sum", graph.add(square, a));
    graph.output("cube", graph.mul(square, a));
    assertProducts(fast(Form.REDUCED, BATCH * 2 * 4 * N));
  }

  @Test
  void aChainOfMultiplyAddsReducesEveryTime() {
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 1, fast);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 1, fast);
    RnsView<Eval> y = graph.mulAdd(x, a, a);
    graph.output("out", graph.mulAdd(y, a, a));
    assertProducts(fast(Form.REDUCED, BATCH * 2 * 4 * N));
  }

  @Test
  void aConversionScalesWhatItReadsAndSumsWhatItMakes() {
    RnsView<Coeff> in = graph.input("in", Domain.COEFF, 1, fast);
    graph.output("out", graph.baseConvert(in, wide));
    assertProducts(fast(Form.REDUCED, BATCH * 4 * N), wide(Form.TERM, BATCH * 2 * 4 * N));
  }

  @Test
  void theLastPassOfATransformScalesForTheConversionAfterIt() {
    RnsView<Coeff> in = graph.intt(graph.input("in", Domain.EVAL, 1, wide));
    graph.output("out", graph.baseConvert(in, fast));
    long butterflies = BATCH * 2 * N / 2 * LOG_N;
    // Half of the words have a product in that pass already.
    long others = BATCH * 2 * N / 2;
    assertProducts(wide(Form.REDUCED, butterflies + others), fast(Form.TERM, BATCH * 4 * 2 * N));
  }

  @Test
  void aDivisionIsTwoTransformsAConversionAndAProduct() {
    graph.output("out", graph.modDown(graph.input("in", Domain.EVAL, 1, fast), 2));
    long back = BATCH * 2 * (N / 2 * LOG_N + N / 2);
    long forth = BATCH * 2 * N / 2 * LOG_N;
    long last = BATCH * 2 * N;
    assertProducts(fast(Form.REDUCED, back + forth + last), fast(Form.TERM, BATCH * 2 * 2 * N));
  }

  @Test
  void oneLimbIsConvertedWithoutAProduct() {
    graph.output("out", graph.rescale(graph.input("in", Domain.EVAL, 1, fast)));
    long transforms = BATCH * 4 * N / 2 * LOG_N;
    assertProducts(fast(Form.REDUCED, transforms + BATCH * 3 * N));
  }

  @Test
  void aCombinationHasATermForEveryWeightThatMultiplies() {
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 4, fast);
    ScalarMatrix matrix = ScalarMatrix.dense(new long[][] {{3, 0}, {5, 7}, {0, 0}, {1, -1}});
    graph.output("out", graph.linearCombination(in, matrix, List.of()));
    assertProducts(fast(Form.WEIGHTED, BATCH * 3 * 2 * 4 * N));
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
