package io.cloakwork.compiler.throughput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.layer.ActivationNormalisation;
import io.cloakwork.compiler.layer.LayerExtraction;
import io.cloakwork.compiler.layer.LayerInterpreter;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.Window;
import io.cloakwork.spi.graph.ScalarMatrix;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Stages, levels, scales and rounding of networks compiled for throughput; no ciphertexts.
class ThroughputCompilerTest {

  private final Random random = new Random(7);

  private TensorNode input(int... dims) {
    return new TensorNode("x", new TensorOp.Input(Shape.of(dims)));
  }

  private TensorNode constant(int... dims) {
    Shape shape = Shape.of(dims);
    double[] values = random.doubles(shape.size(), -0.5, 0.5).toArray();
    return TensorNode.constant("w", new Tensor(shape, values));
  }

  private TensorNode gemm(TensorNode x, int rows) {
    int columns = x.shape().dim(1);
    TensorOp op = new TensorOp.Gemm(1, 1, false, true);
    return new TensorNode("gemm", op, x, constant(rows, columns), constant(rows));
  }

  private static TensorNode polynomial(TensorNode x, double[]... rows) {
    return new TensorNode("p", new TensorOp.Polynomial(ElementwisePolynomial.of(rows)), x);
  }

  private static TensorNode squared(TensorNode x) {
    return polynomial(x, new double[1], new double[1], new double[] {1});
  }

  private static LayerProgram layers(TensorNode x, TensorNode output) {
    return ActivationNormalisation.apply(LayerExtraction.apply(new TensorGraph(x, output)));
  }

  private List<double[]> samples(int size) {
    return Stream.generate(() -> random.doubles(size).toArray()).limit(3).toList();
  }

  private ThroughputCompiler.Result compile(LayerProgram layers) {
    return ThroughputCompiler.compile(
        layers, samples(layers.input().size()), 16, 11, SecurityPolicy.GUIDELINES_2024);
  }

  private static <S> List<S> only(ThroughputProgram program, Class<S> kind) {
    return program.stages().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Test
  void squaresMeetTheSameScaleAndSumsLeaveOnePrimeEach() {
    TensorNode x = input(1, 12);
    ThroughputProgram program =
        compile(layers(x, gemm(squared(gemm(squared(gemm(x, 9)), 8)), 5))).program();
    for (ThroughputStage.Square square : only(program, ThroughputStage.Square.class)) {
      assertThat(square.rescales()).isEqualTo(1);
      assertThat(square.form().scale()).isCloseTo(0x1p58, within(0x1p8));
    }
    assertThat(program.stages().getLast()).isInstanceOf(ThroughputStage.Rescale.class);
    assertThat(program.outputForm().level()).isZero();
    assertThat(program.outputForm().scale()).isCloseTo(0x1p29, within(0x1p-20));
    assertThat(program.parameters().maxLevel()).isEqualTo(3);
    assertThat(program.parameters().securityBits()).isEqualTo(128);
  }

  @Test
  void weightsAreRoundedAtTheirScale() {
    TensorNode x = input(1, 6);
    LayerProgram layers = layers(x, gemm(x, 4));
    ThroughputProgram program = compile(layers).program();
    ThroughputStage.Linear linear = only(program, ThroughputStage.Linear.class).getFirst();
    assertThat(linear.scalarProducts()).isEqualTo(24);
    ThroughputStage.Term term = linear.terms().getFirst();
    double[] unit = {0, 0, 1, 0, 0, 0};
    double[] withBias = LayerInterpreter.run(layers, unit);
    double[] bias = LayerInterpreter.run(layers, new double[6]);
    ScalarMatrix w = term.weights();
    for (int row = 0; row < 4; row++) {
      double exact = withBias[row] - bias[row];
      long rounded = w.weight(w.rowStart(row) + 2);
      assertThat(rounded / term.weightScale()).isCloseTo(exact, within(0.51 / term.weightScale()));
      assertThat(linear.bias()[row]).isEqualTo(bias[row]);
    }
    assertThat(term.weightScale()).isGreaterThan(0x1p20);
  }

  @Test
  void theInterpreterStaysWithinTheEstimate() {
    TensorNode x = input(1, 20);
    LayerProgram layers = layers(x, gemm(squared(gemm(x, 16)), 5));
    ThroughputCompiler.Result result = compile(layers);
    assertThat(result.relativeError()).isBetween(1e-9, ThroughputCompiler.TARGET_ERROR);
    for (double[] sample : samples(20)) {
      double[] exact = LayerInterpreter.run(layers, sample);
      double[] actual = ThroughputInterpreter.run(result.program(), sample);
      double largest = Arrays.stream(exact).map(Math::abs).max().orElseThrow();
      for (int i = 0; i < exact.length; i++) {
        assertThat(actual[i]).isCloseTo(exact[i], within(4 * result.relativeError() * largest));
      }
    }
  }

  @Test
  void moreBitsTakeFinerScales() {
    TensorNode x = input(1, 8);
    LayerProgram layers = layers(x, gemm(squared(gemm(x, 6)), 3));
    ThroughputCompiler.Result coarse = compile(layers);
    ThroughputCompiler.Result fine =
        ThroughputCompiler.compile(layers, samples(8), 16, 24, SecurityPolicy.GUIDELINES_2024);
    assertThat(fine.outputBits()).isGreaterThanOrEqualTo(24);
    assertThat(fine.literal().logScale()).isGreaterThan(coarse.literal().logScale());
    assertThat(fine.nanosPerInput()).isGreaterThanOrEqualTo(coarse.nanosPerInput());
  }

  @Test
  void integerWeightsCostNoPrime() {
    TensorNode x = input(1, 8);
    TensorNode sum = new TensorNode("sum", new TensorOp.Add(), x, x);
    ThroughputProgram program = compile(layers(x, sum)).program();
    assertThat(program.stages()).hasSize(1);
    assertThat(program.parameters().maxLevel()).isZero();
    assertThat(program.outputForm().scale()).isEqualTo(program.inputForm().scale());
  }

  @Test
  void aPoolStaysApartWhereThatTakesFewerProducts() {
    TensorNode x = input(1, 2, 12, 12);
    TensorNode pooled =
        new TensorNode(
            "pool",
            new TensorOp.AveragePool(new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0), false),
            squared(x));
    Window window = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    TensorNode wide =
        new TensorNode("conv", new TensorOp.Conv(window, 1), pooled, constant(8, 2, 3, 3));
    List<ThroughputStage.Linear> apart =
        only(compile(layers(x, wide)).program(), ThroughputStage.Linear.class);
    assertThat(apart).extracting(ThroughputStage::name).contains("sum pool");
    TensorNode alone = new TensorNode("flat", new TensorOp.Reshape(Shape.of(1, 72)), pooled);
    List<ThroughputStage.Linear> together =
        only(compile(layers(x, alone)).program(), ThroughputStage.Linear.class);
    assertThat(together).extracting(ThroughputStage::name).doesNotContain("sum pool");
  }

  @Test
  void coefficientsThatDifferByElementAreRefusedFromDegreeThreeOn() {
    TensorNode x = input(1, 3);
    TensorNode cubed =
        polynomial(x, new double[1], new double[1], new double[1], new double[] {1, 2, 3});
    TensorNode quartic =
        polynomial(
            cubed,
            new double[1],
            new double[] {1, 2, 3},
            new double[] {1},
            new double[1],
            new double[] {1});
    LayerProgram layers = layers(x, gemm(quartic, 2));
    assertThatThrownBy(() -> compile(layers))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("'p'")
        .hasMessageContaining("latency");
  }

  @Test
  void outputsTooLargeForOnePrimeGetTwo() {
    TensorNode x = input(1, 4);
    double[] huge = {1e9};
    ThroughputProgram program =
        compile(layers(x, polynomial(gemm(x, 3), new double[1], huge))).program();
    double[] y = ThroughputInterpreter.run(program, new double[] {1, 1, 1, 1});
    double needed = Arrays.stream(y).map(Math::abs).max().orElseThrow() * 16;
    double log = Math.log(needed * program.outputForm().scale()) / Math.log(2) + 1;
    assertThat(program.parameters().logQ(program.outputForm().level())).isGreaterThan(log);
  }
}
