package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloakwork.compiler.activation.ActivationOptions;
import io.cloakwork.compiler.activation.FittedActivation;
import io.cloakwork.compiler.activation.Interval;
import io.cloakwork.compiler.activation.ModelRanges;
import io.cloakwork.compiler.importer.OnnxImporter;
import io.cloakwork.compiler.onnx.OnnxReader;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.UnaryFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Trained networks through every pass of the tensor IR, on clear values.
class FrontEndTest {

  private static final int IMAGES = 256;

  private static CompileOptions beside(String model) throws IOException {
    ModelRanges ranges = ModelRanges.beside(Shared.path("models/" + model + ".onnx"));
    return CompileOptions.defaults()
        .withActivations(ActivationOptions.defaults().withRanges(ranges));
  }

  private static double[] run(TensorGraph graph, double[] input) {
    return TensorInterpreter.run(graph, new Tensor(graph.input().shape(), input)).toArray();
  }

  private static int argMax(double[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      best = logits[i] > logits[best] ? i : best;
    }
    return best;
  }

  private static int correct(TensorGraph graph, double[][] images, int[] labels) {
    int correct = 0;
    for (int i = 0; i < images.length; i++) {
      correct += argMax(run(graph, images[i])) == labels[i] ? 1 : 0;
    }
    return correct;
  }

  private static List<Integer> degrees(FrontEnd front) {
    return front.fits().stream().map(fit -> fit.polynomial().degree()).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "m4_lenet5_bn_relu, 12",
    "m5a_lenet5_silu, 12",
    "m5b_lenet5_gelu, 12",
  })
  void fittedActivationsKeepTheAccuracy(String model, int mostLevels) throws IOException {
    TensorGraph imported = Shared.model(model);
    FrontEnd front = FrontEnd.run(imported, beside(model), List.of());
    assertThat(front.graph().nodes()).noneMatch(node -> node.op() instanceof TensorOp.Activation);
    assertThat(front.notes()).noneMatch(note -> note.startsWith("warning"));
    int levels =
        degrees(front).stream().mapToInt(d -> Integer.SIZE - Integer.numberOfLeadingZeros(d)).sum();
    double[][] images = Shared.mnistImages(IMAGES);
    int[] labels = Shared.mnistLabels(IMAGES);
    int plain = correct(imported, images, labels);
    int fitted = correct(front.graph(), images, labels);
    System.out.printf(
        "%s: %d of %d correct, %d with degrees %s%n", model, plain, IMAGES, fitted, degrees(front));
    assertThat(levels).isLessThanOrEqualTo(mostLevels);
    assertThat(fitted).isGreaterThanOrEqualTo(plain - IMAGES / 100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m4_lenet5_bn_relu", "m5a_lenet5_silu", "m5b_lenet5_gelu"})
  void aFewSamplesCalibrateAsWell(String model) {
    TensorGraph imported = Shared.model(model);
    double[][] images = Shared.mnistImages(IMAGES + 32);
    int[] labels = Shared.mnistLabels(IMAGES);
    double[][] tested = Arrays.copyOf(images, IMAGES);
    List<double[]> samples = List.of(Arrays.copyOfRange(images, IMAGES, images.length));
    FrontEnd front =
        FrontEnd.run(imported, CompileOptions.defaults().withSamples(samples), List.of());
    int plain = correct(imported, tested, labels);
    int fitted = correct(front.graph(), tested, labels);
    System.out.printf(
        "%s by samples: %d of %d correct, %d with degrees %s%n",
        model, plain, IMAGES, fitted, degrees(front));
    assertThat(fitted).isGreaterThanOrEqualTo(plain - IMAGES / 100);
    FrontEnd guess = FrontEnd.run(imported, CompileOptions.defaults(), List.of());
    assertThat(guess.notes()).anyMatch(note -> note.contains("guessed"));
    System.out.printf(
        "%s by guess: %d with degrees %s%n",
        model, correct(guess.graph(), tested, labels), degrees(guess));
  }

  @ParameterizedTest
  @ValueSource(strings = {"m4_lenet5_bn_relu", "m5a_lenet5_silu", "m5b_lenet5_gelu"})
  void importedAndRecognisedNetworksComputeTheReferenceLogits(String model) {
    TensorGraph imported = Shared.model(model);
    TensorGraph recognised = FrontEnd.recognised(imported);
    for (int image = 0; image < 3; image++) {
      double[] expected = Shared.floats("models/" + model + ".logits256.f32", image, 10);
      double[] pixels = Shared.mnist(image);
      assertThat(run(imported, pixels)).containsExactly(expected, within(1e-4));
      assertThat(run(recognised, pixels)).containsExactly(expected, within(1e-4));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"m8_resnet20_relu", "m8s_resnet20_silu", "m9_vgg6_poly2", "m9r_vgg6_poly2"})
  void deepNetworksComputeTheReferenceLogits(String model) {
    TensorGraph recognised = FrontEnd.recognised(Shared.model(model));
    double[] expected = Shared.floats("models/" + model + ".logits256.f32", 1, 10);
    assertThat(run(recognised, Shared.cifar(model, 1))).containsExactly(expected, within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"m4_lenet5_bn_relu", "m7_logreg_breast_cancer_raw", "m8_resnet20_relu"})
  void aSymbolicBatchIsOne(String model) {
    TensorGraph fixed = FrontEnd.recognised(Shared.model(model));
    TensorGraph symbolic = FrontEnd.recognised(Shared.model(model + ".dyn"));
    assertThat(symbolic.output().shape()).isEqualTo(fixed.output().shape());
    assertThat(operators(symbolic)).isEqualTo(operators(fixed));
  }

  private static List<String> operators(TensorGraph graph) {
    return graph.nodes().stream().map(TensorNode::op).map(TensorOp::label).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"m5a_lenet5_silu", "m5b_lenet5_gelu", "m8s_resnet20_silu"})
  void spelledOutActivationsAreOneFunctionEach(String model) {
    TensorGraph graph = FrontEnd.recognised(Shared.model(model));
    assertThat(graph.nodes())
        .noneMatch(node -> node.op() instanceof TensorOp.Mul)
        .noneMatch(node -> node.op() instanceof TensorOp.Polynomial);
    int ranges = Shared.notes(model).at("/activation_input_ranges/list").size() - 1;
    assertThat(graph.nodes().stream().filter(n -> n.op() instanceof TensorOp.Activation))
        .hasSize(ranges);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m7_logreg_breast_cancer", "m7_logreg_breast_cancer_raw"})
  void scoresAreWithinAThousandth(String model) throws IOException {
    TensorGraph imported = Shared.model(model);
    FrontEnd front = FrontEnd.run(imported, beside(model), List.of());
    FittedActivation sigmoid = front.fits().getFirst();
    System.out.println(model + ": " + sigmoid.describe());
    double[][] rows = Shared.breastCancer(569);
    for (int i = 0; i < rows.length; i += 8) {
      double[] row = standardised(model, rows[i]);
      double score = run(front.graph(), row)[0];
      double expected = Shared.floats("models/" + model + ".ref_all_rows.f32", i, 1)[0];
      assertThat(run(imported, row)[0]).as("row %d", i).isCloseTo(expected, within(1e-4));
      assertThat(score).as("row %d", i).isCloseTo(expected, within(1e-3));
    }
  }

  /// (x − mean) / std by feature, if the model's notes ask for it.
  private static double[] standardised(String model, double[] row) {
    JsonNode preprocess = Shared.notes(model).path("preprocess");
    double[] result = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      double mean = preprocess.path("mean").path(i).asDouble(0);
      result[i] = (row[i] - mean) / preprocess.path("std").path(i).asDouble(1);
    }
    return result;
  }

  @Test
  void valuesThatExplodeAreWarnedOf() throws IOException {
    FrontEnd front =
        FrontEnd.run(Shared.model("m9_vgg6_poly2"), beside("m9_vgg6_poly2"), List.of());
    assertThat(front.fits()).isEmpty();
    assertThat(front.notes())
        .anySatisfy(note -> assertThat(note).startsWith("warning").contains("8.710e+05", "f.19"));
  }

  @Test
  void aPromisedIntervalOutweighsRareOutliers() throws IOException {
    CompileOptions options = beside("m9r_vgg6_poly2");
    TensorGraph graph = Shared.model("m9r_vgg6_poly2");
    assertThat(FrontEnd.run(graph, options, List.of()).notes())
        .anySatisfy(note -> assertThat(note).contains("3437"));
    CompileOptions promised =
        options.withActivations(options.activations().withInterval(new Interval(-12, 12)));
    assertThat(FrontEnd.run(graph, promised, List.of()).notes()).isEmpty();
  }

  @Test
  void twentyLayersTakeLessThanASecond() throws IOException {
    CompileOptions options = beside("m8_resnet20_relu");
    byte[] file = Files.readAllBytes(Shared.path("models/m8_resnet20_relu.onnx"));
    double best = Double.POSITIVE_INFINITY;
    for (int round = 0; round < 3; round++) {
      long start = System.nanoTime();
      FrontEnd.run(OnnxImporter.importModel(OnnxReader.read(file)), options, List.of());
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    System.out.printf("m8: import and passes in %.3f s%n", best);
    assertThat(best).isLessThan(1);
  }

  @Test
  void thousandsOfNodesTakeSeconds() {
    TensorNode x = new TensorNode("x", new TensorOp.Input(Shape.of(1, 4)));
    TensorNode weights = TensorNode.constant("w", new Tensor(Shape.of(4, 4), new double[16]));
    TensorNode at = x;
    for (int i = 0; i < 3000; i++) {
      UnaryFunction sigmoid = new UnaryFunction("Sigmoid", v -> 1 / (1 + Math.exp(-v)));
      TensorNode gate = new TensorNode("gate" + i, new TensorOp.Activation(sigmoid), at);
      TensorNode swish = new TensorNode("swish" + i, new TensorOp.Mul(), at, gate);
      at = new TensorNode("linear" + i, new TensorOp.MatMul(), swish, weights);
    }
    long start = System.nanoTime();
    TensorGraph recognised = FrontEnd.recognised(new TensorGraph(x, at));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("9000 nodes in %.3f s%n", seconds);
    assertThat(recognised.nodes()).hasSize(6002);
    assertThat(seconds).isLessThan(2);
  }
}
