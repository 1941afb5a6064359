package io.cloakwork.backend.cpu.tile;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.backend.cpu.TestGraphs;
import io.cloakwork.backend.cpu.kernel.KernelTable;
import io.cloakwork.backend.cpu.kernel.VectorMode;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.ModulusChain;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TileCompilerTest {

  private static final ModulusChain CHAIN = TestGraphs.chain(10, 4, 2);
  private static final RnsBasis Q = CHAIN.chainQ();

  @Test
  void rowsThatNoOutputNeedsAreNotComputed() {
    GraphBuilder graph = CommandGraph.builder(10, 1);
    RnsView<Coeff> in = graph.input("in", Domain.COEFF, 1, Q);
    RnsView<Eval> values = graph.ntt(in);
    graph.neg(values);
    graph.output("out", values.limbRange(1, 3));
    assertThat(counts(graph.build())).isEqualTo(Map.of("Ntt", 2));
  }

  @Test
  void copiesAreOtherNamesAndEqualRowsAreComputedOnce() {
    GraphBuilder graph = CommandGraph.builder(10, 1);
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 1, Q);
    RnsView<Eval> copy = graph.copyInto(in, graph.temporary(Domain.EVAL, 1, Q));
    RnsView<Coeff> sum = graph.add(graph.intt(in), graph.intt(copy));
    graph.output("out", sum);
    assertThat(counts(graph.build())).isEqualTo(Map.of("Intt", 4, "Add", 4));
  }

  @Test
  void rowsForTwoOutputsAreComputedOnceAndCopied() {
    GraphBuilder graph = CommandGraph.builder(10, 1);
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 1, Q);
    RnsView<Eval> negated = graph.neg(in);
    graph.output("one", negated);
    graph.output("two", negated);
    graph.output("in too", in);
    assertThat(counts(graph.build())).isEqualTo(Map.of("Neg", 4, "Copy", 8));
  }

  @Test
  void linearCombinationsAreOneStageSharedOutByWords() {
    GraphBuilder graph = CommandGraph.builder(12, 1);
    RnsBasis q = TestGraphs.chain(12, 3, 1).chainQ();
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 8, q);
    ScalarMatrix matrix =
        ScalarMatrix.dense(new long[][] {{1, 2, 3, 4}, {0, 0, 0, 0}, {5, 0, 0, 6}});
    graph.output("y", graph.linearCombination(x, matrix, List.of()));
    TileProgram program = compile(graph.build(), 2);
    // The empty row is a filled one, apart from the combinations of three limbs and two
    // polynomials.
    assertThat(program.stages()).isEqualTo(1);
    assertThat(program.tiles(0)).isEqualTo(3 * 2 * (4096 / 1024) + 3 * 2);
    assertThat(program.fastWords()).isLessThan(2 * 64 * (1 << 12));
  }

  /// Rows of a combination wait for all its columns, and readers for all its rows.
  @Test
  void linearCombinationsAreBetweenBarriers() {
    GraphBuilder graph = CommandGraph.builder(10, 1);
    RnsView<Eval> x = graph.input("x", Domain.EVAL, 4, Q);
    ScalarMatrix matrix = ScalarMatrix.dense(new long[][] {{1, 2}, {3, 4}});
    RnsView<Eval> y = graph.linearCombination(graph.neg(x), matrix, List.of());
    graph.output("z", graph.neg(y));
    graph.output("y", y.polys(0, 2));
    assertThat(compile(graph.build(), 2).stages()).isEqualTo(3);
  }

  @Test
  void chainsOfProductsBecomeOneInnerProduct() {
    GraphBuilder graph = CommandGraph.builder(10, 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 5, Q);
    RnsView<Eval> b = graph.input("b", Domain.EVAL, 5, Q);
    RnsView<Eval> sum = graph.mul(a.poly(0), b.poly(0));
    for (int i = 1; i < 5; i++) {
      sum = graph.mulAdd(a.poly(i), b.poly(i), sum);
    }
    graph.output("out", graph.add(sum, a.poly(0)));
    assertThat(counts(graph.build())).isEqualTo(Map.of("InnerProduct", 4, "Add", 4));
  }

  @Test
  void partialSumsThatOthersReadStay() {
    GraphBuilder graph = CommandGraph.builder(10, 1);
    RnsView<Eval> a = graph.input("a", Domain.EVAL, 1, Q);
    RnsView<Eval> product = graph.mul(a, a);
    graph.output("out", graph.mulAdd(a, product, product));
    assertThat(counts(graph.build())).isEqualTo(Map.of("Mul", 4, "MulAdd", 4));
  }

  @Test
  void innerProductsOfComputedRowsAreCutToTheCache() {
    ModulusChain chain = TestGraphs.chain(16, 1, 1);
    GraphBuilder graph = CommandGraph.builder(16, 1);
    RnsView<Coeff> in = graph.input("in", Domain.COEFF, 40, chain.chainQ());
    RnsView<Eval> weights = graph.constant("weights", Domain.EVAL, 40, chain.chainQ());
    List<RnsView<Eval>> a = new ArrayList<>();
    List<RnsView<Eval>> b = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      a.add(graph.ntt(in.poly(i)));
      b.add(weights.poly(i));
    }
    graph.output("out", graph.innerProduct(a, b));
    CommandGraph built = graph.build();
    assertThat(counts(built)).isEqualTo(Map.of("Ntt", 40, "InnerProduct", 5, "Add", 4));
    // Eight factors at a time, the sum so far and the sum of the eight.
    assertThat(compile(built, 1).fastWords()).isEqualTo(RowLayout.words(8 + 2, 16));
  }

  @Test
  void scratchRowsAreReusedAlongAChain() {
    GraphBuilder graph = CommandGraph.builder(10, 1);
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 1, Q);
    RnsView<Eval> x = in;
    for (int i = 0; i < 50; i++) {
      x = graph.mul(graph.add(x, in), in);
    }
    graph.output("out", x);
    TileProgram program = compile(graph.build(), 3);
    assertThat(program.stages()).isEqualTo(1);
    assertThat(program.fastWords()).isEqualTo(RowLayout.words(3, 10));
    assertThat(program.wideWords()).isZero();
  }

  @Test
  void storedRowsAreReusedAfterTheirLastStage() {
    GraphBuilder graph = CommandGraph.builder(10, 1);
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 1, Q);
    RnsView<Coeff> x = graph.intt(in);
    RnsBasis p = CHAIN.specialP();
    for (int i = 0; i < 10; i++) {
      x = graph.baseConvert(graph.baseConvert(x, p), Q);
    }
    graph.output("out", x);
    TileProgram program = compile(graph.build(), 1);
    assertThat(program.stages()).isEqualTo(21);
    // The digits of Q and of P, and one row in flight.
    assertThat(program.fastWords()).isLessThanOrEqualTo(RowLayout.words(4 + 2 + 1, 10));
  }

  @Test
  void sharedRowsAreComputedOnceForTheBatch() {
    GraphBuilder graph = CommandGraph.builder(10, 8);
    RnsView<Eval> weights = graph.ntt(graph.sharedInput("weights", Domain.COEFF, 1, Q));
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 2, Q);
    graph.output("out", graph.mul(in, weights));
    TileProgram program = compile(graph.build(), 1);
    assertThat(program.stages()).isEqualTo(2);
    assertThat(program.tiles(0)).isEqualTo(4);
    assertThat(program.tiles(1)).isEqualTo(2 * 4 * 8);
  }

  @Test
  void filledRowsNeedNoStage() {
    GraphBuilder graph = CommandGraph.builder(10, 8);
    RnsView<Eval> ones = graph.fill(Domain.EVAL, Q, Scalars.ofResidues(1, 1, 1, 1));
    graph.output("out", graph.add(graph.input("in", Domain.EVAL, 2, Q), ones));
    assertThat(compile(graph.build(), 1).stages()).isEqualTo(1);
  }

  @Test
  void constantsAroundBaseConversionAreItsShifts() {
    GraphBuilder graph = CommandGraph.builder(10, 1);
    RnsBasis p = CHAIN.specialP();
    RnsView<Coeff> in = graph.input("in", Domain.COEFF, 1, Q);
    RnsView<Coeff> before = graph.fill(Domain.COEFF, Q, Scalars.ofResidues(1, 2, 3, 4));
    RnsView<Coeff> after = graph.fill(Domain.COEFF, p, Scalars.ofResidues(5, 6));
    graph.output("out", graph.sub(graph.baseConvert(graph.add(before, in), p), after));
    assertThat(counts(graph.build())).isEqualTo(Map.of("Scale", 4, "Gather", 2));
  }

  @Test
  void batchHasTheStagesOfOneAndTilesOfALimbAreNeighbours() {
    TileProgram one = compile(TestGraphs.rotate(CHAIN, 2, 1), 2);
    TileProgram many = compile(TestGraphs.rotate(CHAIN, 2, 32), 2);
    assertThat(many.stages()).isEqualTo(one.stages()).isEqualTo(3);
    for (int stage = 0; stage < 3; stage++) {
      assertThat(many.tiles(stage)).isEqualTo(32 * one.tiles(stage));
    }
  }

  @Test
  void heavyTilesComeFirst() {
    GraphBuilder graph = CommandGraph.builder(10, 1);
    RnsView<Coeff> in = graph.input("in", Domain.COEFF, 1, Q);
    RnsView<Coeff> out = graph.output("out", Domain.COEFF, 1, Q);
    graph.negInto(in.limbRange(0, 2), out.limbRange(0, 2));
    graph.inttInto(graph.ntt(in.limbRange(2, 4)), out.limbRange(2, 4));
    List<Tile> tiles = tiling(graph.build()).stages().getFirst();
    assertThat(tiles).extracting(Tile::cost).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(tiles.getFirst().nodes()).hasSize(2);
    assertThat(tiles.getLast().nodes()).hasSize(1);
  }

  @Test
  void productsOfOneLimbShareATileWhereEveryWorkerKeepsEnough() {
    CommandGraph product = TestGraphs.product(TestGraphs.chain(10, 8, 2));
    assertThat(tiling(product, 1).stages().getFirst())
        .hasSize(8)
        .allSatisfy(tile -> assertThat(tile.nodes()).hasSize(3));
    assertThat(tiling(product, 2).stages().getFirst()).hasSize(8);
    assertThat(tiling(product, 3).stages().getFirst()).hasSize(24);
  }

  @Test
  void productsOfLongRowsAreOneKernel() {
    TileProgram product = compile(TestGraphs.product(TestGraphs.chain(15, 4, 1)), 1);
    assertThat(product.tiles(0)).isEqualTo(4);
    for (RowStep[] code : product.stage(0).code()) {
      assertThat(code).hasSize(1).hasOnlyElementsOfType(RowStep.TensorProduct.class);
    }
    TileProgram plain = compile(TestGraphs.plainProduct(TestGraphs.chain(15, 4, 1)), 1);
    assertThat(plain.tiles(0)).isEqualTo(8);
  }

  @Test
  void tilesThatOnlyMeetInAnOutputStayApart() {
    GraphBuilder graph = CommandGraph.builder(10, 1);
    RnsView<Eval> in = graph.input("in", Domain.EVAL, 2, Q);
    graph.output("out", graph.neg(in));
    assertThat(tiling(graph.build(), 1).stages().getFirst()).hasSize(8);
  }

  @Test
  void innerProductsWithTheSameDigitsComeInPairs() {
    CommandGraph graph = TestGraphs.rotateHoisted(CHAIN, 2, 3);
    int pairs = 0;
    for (List<Tile> stage : tiling(graph, 1).stages()) {
      for (Tile tile : stage) {
        List<RowNode> nodes = tile.nodes();
        for (int i = 0; i < nodes.size(); i++) {
          if (isInnerProduct(nodes.get(i))) {
            assertThat(factors(nodes.get(i + 1))).isEqualTo(factors(nodes.get(i)));
            pairs++;
            i++;
          }
        }
      }
    }
    assertThat(pairs).isEqualTo(3 * 6);
  }

  private static boolean isInnerProduct(RowNode node) {
    return node.op() == RowOp.InnerProduct.INNER_PRODUCT;
  }

  /// The first factors of an inner product.
  private static List<RowNode> factors(RowNode node) {
    assertThat(isInnerProduct(node)).isTrue();
    List<RowNode> first = new ArrayList<>();
    for (int i = 0; i < node.operands().size(); i += 2) {
      first.add(node.operands().get(i));
    }
    return first;
  }

  private static Tiling tiling(CommandGraph graph) {
    return tiling(graph, 1);
  }

  private static Tiling tiling(CommandGraph graph, int workers) {
    RowGraph rows =
        ProductSums.rewrite(RowExpander.expand(graph), CacheBudget.untuned().factorBytes());
    return Tiling.of(rows, StagePlan.late(rows), workers);
  }

  private static Map<String, Integer> counts(CommandGraph graph) {
    Map<String, Integer> counts = new HashMap<>();
    List<Tile> tiles = new ArrayList<>();
    tiling(graph).stages().forEach(tiles::addAll);
    for (Tile tile : tiles) {
      tile.nodes().forEach(node -> counts.merge(node.op().label(), 1, Integer::sum));
    }
    return counts;
  }

  private static TileProgram compile(CommandGraph graph, int workers) {
    try (KernelTable kernels = KernelTable.create(VectorMode.OFF)) {
      return new TileCompiler(workers, kernels, CacheBudget.untuned()).compile(graph);
    }
  }
}
