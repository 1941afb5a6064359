package io.cloakwork.compiler.packing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.ParametersLiteral;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.layer.Layer;
import io.cloakwork.compiler.layer.LayerExtraction;
import io.cloakwork.compiler.layer.LayerInterpreter;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.program.ProgramBuilder;
import io.cloakwork.compiler.program.SlotInterpreter;
import io.cloakwork.compiler.program.SlotProgram;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every candidate packing, not only the one that the search would take, computes its layer: on
/// slots, with the rotations, masks and folds that ciphertexts would see.
class CandidatesTest {

  private static final ParametersLiteral SMALL =
      new ParametersLiteral(
          11,
          List.of(50, 40, 40, 40, 40),
          List.of(50),
          40,
          5,
          5,
          SecurityPolicy.INSECURE_FOR_TESTING);

  private final Parameters parameters = SMALL.validate();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void denseLayersAfterEachOther(long seed) {
    Random random = new Random(seed);
    int first = 1 + random.nextInt(60);
    int second = 1 + random.nextInt(40);
    TensorNode x = input(Shape.of(1, 1 + random.nextInt(120)));
    TensorNode hidden = square(gemm(x, first, random));
    checkAll(graph(x, gemm(hidden, second, random)), random);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void convolutionsWithStridesPadsAndGroups(long seed) {
    Random random = new Random(seed);
    int groups = 1 + random.nextInt(2);
    int stride = 1 + random.nextInt(2);
    int pad = random.nextInt(3);
    TensorNode x = input(Shape.of(1, groups, 7 + random.nextInt(3), 6 + random.nextInt(3)));
    TensorNode a = square(conv(x, 2 * groups, 3, stride, pad, groups, random));
    TensorNode b = conv(a, 3, 2, 1, 1, 1, random);
    checkAll(graph(x, b), random);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void planesSideBySideInBlocksOfAnyLength(int pad) {
    Random random = new Random(pad);
    TensorNode x = input(Shape.of(1, 2, 9, 10));
    TensorNode a = square(conv(x, 5, 3, 2, pad, 1, random));
    Layer.Affine layer =
        (Layer.Affine)
            LayerExtraction.apply(graph(x, conv(a, 3, 2, 1, 1, 1, random))).layers().get(0);
    List<SidePlanes.Placed> all = SidePlanes.all(layer.terms().getFirst(), parameters.slots());
    assertThat(all).isNotEmpty();
    assertThat(all.stream().map(p -> p.placement().out().grid().orElseThrow().block()))
        .anyMatch(block -> Integer.bitCount(block) > 1);
    // Shifts of taps, at most nine, from planes, at most eight, to five channels.
    assertThat(all).allMatch(p -> p.plan().babies().size() <= 9);
    assertThat(all).allMatch(p -> p.plan().giants().size() <= 8 + 5 - 1);
    checkAll(graph(x, conv(a, 3, 2, 1, 1, 1, random)), random);
  }

  @Test
  void averagePoolsByRotationsAndAsMatrices() {
    Random random = new Random(9);
    TensorNode x = input(Shape.of(1, 1, 12, 12));
    TensorNode a = square(conv(x, 3, 3, 1, 1, 1, random));
    TensorNode pooled = pool(a, new Window(3, 2, 2, 2, 1, 1, 0, 0, 0, 0));
    TensorNode b = conv(pooled, 4, 2, 1, 0, 1, random);
    List<LinearPacking> packings = checkAll(graph(x, b), random);
    assertThat(packings).anyMatch(p -> !p.poolSums().isEmpty());
    assertThat(packings).anyMatch(p -> p.poolSums().isEmpty());
  }

  @Test
  void aPaddedPoolIsAMatrix() {
    Random random = new Random(10);
    TensorNode x = input(Shape.of(1, 2, 6, 6));
    TensorNode a = square(conv(x, 2, 3, 1, 1, 1, random));
    TensorNode pooled = pool(a, new Window(3, 3, 2, 2, 1, 1, 1, 1, 0, 1));
    checkAll(graph(x, pooled), random);
  }

  /// Packs the first layer in every way, the second in every way after each, and compares.
  private List<LinearPacking> checkAll(TensorGraph graph, Random random) {
    LayerProgram layers = LayerExtraction.apply(graph);
    Layer.Affine first = (Layer.Affine) layers.layers().get(0);
    Layer.Affine second = (Layer.Affine) layers.layers().get(2);
    Layer.Term firstTerm = first.terms().getFirst();
    Layer.Term secondTerm = second.terms().getFirst();
    double[] x = random.doubles(layers.input().size(), -1, 1).toArray();
    double[] expected = LayerInterpreter.run(layers, x);
    RotationCost cost = new RotationCost(parameters, 3);
    List<LinearPacking> seconds = new ArrayList<>();
    List<LinearPacking> firsts = Candidates.ofInput(firstTerm, parameters.slots(), cost, cost);
    assertThat(firsts).isNotEmpty();
    for (LinearPacking a : firsts) {
      for (LinearPacking b : Candidates.of(secondTerm, a.out(), cost, cost)) {
        List<AffinePacking> packings =
            List.of(new AffinePacking(first, List.of(a)), new AffinePacking(second, List.of(b)));
        SlotProgram program =
            ProgramBuilder.build(layers, packings, parameters, 1, parameters.defaultScale());
        double[] actual = SlotInterpreter.run(program, x);
        for (int i = 0; i < expected.length; i++) {
          assertThat(actual[i])
              .as("value %d, %s then %s", i, a.kind(), b.kind())
              .isCloseTo(expected[i], within(1e-9));
        }
        seconds.add(b);
      }
    }
    assertThat(seconds).isNotEmpty();
    return seconds;
  }

  private static TensorNode input(Shape shape) {
    return new TensorNode("x", new TensorOp.Input(shape));
  }

  private static TensorGraph graph(TensorNode x, TensorNode y) {
    return new TensorGraph(x, y);
  }

  private static TensorNode constant(Random random, int... dims) {
    Shape shape = Shape.of(dims);
    return TensorNode.constant(
        "w", new Tensor(shape, random.doubles(shape.size(), -1, 1).toArray()));
  }

  private static TensorNode gemm(TensorNode x, int rows, Random random) {
    TensorOp op = new TensorOp.Gemm(1, 1, false, true);
    return new TensorNode(
        "gemm", op, x, constant(random, rows, x.shape().dim(1)), constant(random, rows));
  }

  private static TensorNode conv(
      TensorNode x, int channels, int kernel, int stride, int pad, int groups, Random random) {
    Window window = new Window(kernel, kernel, stride, stride, 1, 1, pad, pad, pad, pad);
    int inPerGroup = x.shape().channels() / groups;
    return new TensorNode(
        "conv",
        new TensorOp.Conv(window, groups),
        x,
        constant(random, channels, inPerGroup, kernel, kernel),
        constant(random, channels));
  }

  private static TensorNode pool(TensorNode x, Window window) {
    return new TensorNode("pool", new TensorOp.AveragePool(window, false), x);
  }

  private static TensorNode square(TensorNode x) {
    ElementwisePolynomial p =
        ElementwisePolynomial.of(new double[1], new double[1], new double[] {1});
    return new TensorNode("square", new TensorOp.Polynomial(p), x);
  }
}
