package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.Window;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Networks on real ciphertexts: fresh keys, encrypted input, decrypted output against the clear
/// model.
class EndToEndTest {

  /// The largest logit error allowed, relative to the largest |logit|.
  private static final double TOLERANCE = 1e-3;

  private static void check(
      CompiledNetwork network, String backend, int inputs, IntFunction<double[]> input) {
    try (Encrypted encrypted = new Encrypted(network, backend)) {
      for (int i = 0; i < inputs; i++) {
        double[] x = input.apply(i);
        double[] expected = ClearInterpreter.model(network, x);
        assertClose(encrypted.run(x), expected, "input " + i);
        assertThat(encrypted.lastNanos()).hasSameSizeAs(network.steps().toArray());
      }
    }
  }

  private static void assertClose(double[] actual, double[] expected, String what) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]))
          .as("logit %d of %s: %s instead of %s", i, what, actual[i], expected[i])
          .isLessThan(TOLERANCE * largest);
    }
  }

  /// A network with every kind of layer: groups, padding, pools, and polynomials that need each
  /// form: completed squares, depressed cubes and Horner's rule.
  private static TensorGraph everyLayer(Random random) {
    TensorNode x = new TensorNode("x", new TensorOp.Input(Shape.of(1, 2, 8, 8)));
    TensorNode conv = conv(x, 4, new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 2, random);
    TensorNode square =
        polynomial(conv, row(random, 4), row(random, 4), new double[] {1, -1, 2, 1});
    TensorNode pool =
        new TensorNode(
            "pool",
            new TensorOp.AveragePool(new Window(2, 2, 2, 2, 1, 1, 0, 0, 0, 0), false),
            square);
    TensorNode mixed = conv(pool, 3, new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 1, random);
    TensorNode cube =
        polynomial(mixed, row(random, 1), row(random, 1), row(random, 1), row(random, 1));
    TensorNode flat = new TensorNode("flat", new TensorOp.Reshape(Shape.of(1, 48)), cube);
    TensorNode hidden = gemm(flat, 9, random);
    TensorNode quartic =
        polynomial(
            hidden, row(random, 1), row(random, 9), row(random, 1), row(random, 1), row(random, 1));
    return new TensorGraph(x, gemm(quartic, 5, random));
  }

  private static double[] row(Random random, int length) {
    return random.doubles(length, 0.25, 0.5).toArray();
  }

  private static TensorNode constant(Random random, double bound, int... dims) {
    Shape shape = Shape.of(dims);
    double[] values = random.doubles(shape.size(), -bound, bound).toArray();
    return TensorNode.constant("w", new Tensor(shape, values));
  }

  private static TensorNode conv(
      TensorNode x, int channels, Window window, int groups, Random random) {
    int perGroup = x.shape().channels() / groups;
    return new TensorNode(
        "conv",
        new TensorOp.Conv(window, groups),
        x,
        constant(random, 0.3, channels, perGroup, window.kernelH(), window.kernelW()),
        constant(random, 0.3, channels));
  }

  private static TensorNode gemm(TensorNode x, int rows, Random random) {
    int columns = x.shape().dim(1);
    return new TensorNode(
        "gemm",
        new TensorOp.Gemm(1, 1, false, true),
        x,
        constant(random, 0.3, rows, columns),
        constant(random, 0.3, rows));
  }

  private static TensorNode polynomial(TensorNode x, double[]... coefficients) {
    return new TensorNode(
        "polynomial", new TensorOp.Polynomial(ElementwisePolynomial.of(coefficients)), x);
  }

  @Test
  void everyKindOfLayerOnCiphertexts() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    CompileOptions fast =
        CompileOptions.defaults().withSecurity(SecurityPolicy.INSECURE_FOR_TESTING);
    CompiledNetwork network = Compiler.compile("every layer", everyLayer(random), fast);
    check(network, "cpu", 2, _ -> random.doubles(128, 0, 1).toArray());
  }

  @Test
  void bothBackendsAgree() {
    Random random = new Random(1);
    TensorNode x = new TensorNode("x", new TensorOp.Input(Shape.of(1, 6)));
    TensorNode square =
        polynomial(gemm(x, 5, random), new double[1], new double[1], row(random, 1));
    TensorGraph graph = new TensorGraph(x, gemm(square, 3, random));
    CompileOptions fast =
        CompileOptions.defaults().withSecurity(SecurityPolicy.INSECURE_FOR_TESTING);
    CompiledNetwork network = Compiler.compile("small", graph, fast);
    for (String backend : new String[] {"cpu", "reference"}) {
      check(network, backend, 1, _ -> random.doubles(6, -1, 1).toArray());
    }
  }

  @Test
  void digitsAtFullSecurity() throws IOException {
    CompiledNetwork network = compiled("m7_digits_mlp_square");
    assertThat(network.parameters().securityBits()).isEqualTo(128);
    check(network, "cpu", 3, Shared::digits);
  }

  @Test
  void lolaAtFullSecurity() throws IOException {
    check(compiled("m2_lola"), "cpu", 4, Shared::mnist);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"m1_cryptonets", "m3_lenet5_poly", "m6_mlp_square"})
  void networksAtFullSecurity(String model) throws IOException {
    check(compiled(model), "cpu", 4, Shared::mnist);
  }

  /// Four activations, 21 levels: the ring stays at 2^15 because the scale gives way.
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(strings = {"m4_lenet5_bn_relu", "m5a_lenet5_silu", "m5b_lenet5_gelu"})
  void networksWithFittedActivationsAtFullSecurity(String model) throws IOException {
    CompileOptions options =
        CompileOptions.defaults().withSamples(List.of(Shared.mnist(500), Shared.mnist(501)));
    CompiledNetwork network = Compiler.compile(Shared.path("models/" + model + ".onnx"), options);
    assertThat(network.parameters().logN()).isEqualTo(15);
    try (Encrypted encrypted = new Encrypted(network, "cpu")) {
      for (int i = 0; i < 2; i++) {
        double[] x = Shared.mnist(i);
        double[] exact = ClearInterpreter.slots(network, x);
        double[] actual = encrypted.run(x);
        double largest = Arrays.stream(exact).map(Math::abs).max().orElseThrow();
        double error =
            IntStream.range(0, exact.length)
                .mapToDouble(c -> Math.abs(actual[c] - exact[c]))
                .max()
                .orElseThrow();
        double bits = Math.log(largest / error) / Math.log(2);
        System.out.printf(
            "%s: %.1f bits measured, %.1f predicted%n",
            model, bits, network.report().precisionBits());
        assertThat(bits).isGreaterThan(network.report().precisionBits() - 2.5);
        assertThat(largestOf(actual)).isEqualTo(largestOf(ClearInterpreter.model(network, x)));
      }
    }
  }

  private static int largestOf(double[] logits) {
    return IntStream.range(0, logits.length)
        .reduce((a, b) -> logits[a] >= logits[b] ? a : b)
        .orElseThrow();
  }

  @Test
  void inputsEncryptedOtherwiseAreRefused() throws IOException {
    CompiledNetwork network = compiled("m7_digits_mlp_square");
    try (Encrypted encrypted = new Encrypted(network, "cpu")) {
      double scale = network.inputPacking().scale();
      assertThatThrownBy(() -> encrypted.runAt(new double[64], 2, scale))
          .hasMessageContaining("level 2")
          .hasMessageContaining("takes level 3");
      assertThatThrownBy(() -> encrypted.runAt(new double[64], 3, 0x1p29))
          .hasMessageContaining("2^29.00");
      assertThatThrownBy(() -> encrypted.run(new double[65])).hasMessageContaining("65");
    }
  }

  private static CompiledNetwork compiled(String model) throws IOException {
    return Compiler.compile(Shared.path("models/" + model + ".onnx"), CompileOptions.defaults());
  }
}
