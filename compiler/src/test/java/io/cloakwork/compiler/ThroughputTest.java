package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.onnx.OnnxReader;
import io.cloakwork.compiler.packing.ElementLayout;
import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks compiled for throughput on real ciphertexts, many inputs in the slots.
class ThroughputTest {

  private static final CompileOptions THROUGHPUT =
      CompileOptions.defaults().withObjective(Objective.THROUGHPUT);

  private static final CompileOptions FAST =
      THROUGHPUT.withSecurity(SecurityPolicy.INSECURE_FOR_TESTING);

  /// The largest error allowed, relative to the largest output of the input.
  private static final double TOLERANCE = 1e-3;

  private static void check(CompiledNetwork network, String backend, List<double[]> inputs) {
    try (Encrypted encrypted = new Encrypted(network, backend)) {
      List<double[]> outputs = encrypted.run(inputs);
      assertThat(outputs).hasSameSizeAs(inputs);
      for (int i = 0; i < inputs.size(); i++) {
        assertClose(outputs.get(i), ClearInterpreter.model(network, inputs.get(i)), TOLERANCE);
      }
      assertThat(encrypted.lastNanos()).hasSameSizeAs(network.steps().toArray());
    }
  }

  private static void assertClose(double[] actual, double[] expected, double tolerance) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertThat(actual).hasSameSizeAs(expected);
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]) / largest);
    }
    assertThat(worst).isLessThan(tolerance);
  }

  private static List<double[]> random(Random random, int count, int size) {
    List<double[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(random.doubles(size).toArray());
    }
    return inputs;
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "reference"})
  void aPerceptronOnEveryBackend(String backend) {
    CompiledNetwork network =
        Compiler.compile("perceptron", OnnxReader.read(OnnxBytes.perceptron().build()), FAST);
    assertThat(network.inputPacking().layout())
        .isEqualTo(new ElementLayout(3, network.parameters().slots()));
    check(network, backend, random(new Random(1), 5, 3));
  }

  private static TensorNode constant(Random random, double bound, int... dims) {
    Shape shape = Shape.of(dims);
    return TensorNode.constant(
        "w", new Tensor(shape, random.doubles(shape.size(), -bound, bound).toArray()));
  }

  private static TensorNode gemm(TensorNode x, int rows, Random random) {
    return new TensorNode(
        "gemm" + rows,
        new TensorOp.Gemm(1, 1, false, true),
        x,
        constant(random, 0.5, rows, x.shape().dim(1)),
        constant(random, 0.5, rows));
  }

  private static TensorNode polynomial(TensorNode x, double... coefficients) {
    double[][] rows =
        Arrays.stream(coefficients).mapToObj(c -> new double[] {c}).toArray(double[][]::new);
    return new TensorNode("polynomial", new TensorOp.Polynomial(ElementwisePolynomial.of(rows)), x);
  }

  @Test
  void branchesPoolsAndEveryKindOfPolynomial() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    TensorNode x = new TensorNode("x", new TensorOp.Input(Shape.of(1, 2, 4, 4)));
    TensorNode squared = polynomial(x, 0.1, 20, 1);
    TensorNode pool =
        new TensorNode(
            "pool",
            new TensorOp.AveragePool(new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0), false),
            squared);
    TensorNode flat = new TensorNode("flat", new TensorOp.Reshape(Shape.of(1, 8)), pool);
    TensorNode cubed = polynomial(gemm(flat, 6, random), 0.1, 0.2, 0.03, 0.01);
    TensorNode fitted =
        new TensorNode(
            "fitted",
            new TensorOp.Chebyshev(
                new ChebyshevPolynomial(-30, 30, 0.5, 0.6, 0, -0.1, 0, 0.05, 0, 0.01)),
            gemm(cubed, 4, random));
    TensorNode branch = gemm(cubed, 3, random);
    TensorNode sum = new TensorNode("sum", new TensorOp.Add(), gemm(fitted, 3, random), branch);
    CompiledNetwork network = Compiler.compile("branches", new TensorGraph(x, sum), FAST);
    check(network, "cpu", random(random, 3, 32));
  }

  @Test
  void digitsAtFullSecurity() throws IOException {
    CompiledNetwork network =
        Compiler.compile(Shared.path("models/m7_digits_mlp_square.onnx"), THROUGHPUT);
    assertThat(network.parameters().securityBits()).isEqualTo(128);
    check(network, "cpu", List.of(Shared.digits(0), Shared.digits(1), Shared.digits(2)));
  }
}
