package io.cloakwork.compiler.importer;

import static io.cloakwork.compiler.OnnxBytes.floatAttribute;
import static io.cloakwork.compiler.OnnxBytes.intAttribute;
import static io.cloakwork.compiler.OnnxBytes.intsAttribute;
import static io.cloakwork.compiler.OnnxBytes.stringAttribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.cloakwork.compiler.OnnxBytes;
import io.cloakwork.compiler.onnx.OnnxReader;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each operator on a small graph, against values worked out by hand or by its definition.
class OperatorTest {

  private static final double[] SIX = {1, 2, 3, 4, 5, 6};

  private static TensorGraph graph(OnnxBytes model) {
    return OnnxImporter.importModel(OnnxReader.read(model.build()));
  }

  private static double[] run(OnnxBytes model, double... x) {
    TensorGraph graph = graph(model);
    return TensorInterpreter.run(graph, new Tensor(graph.input().shape(), x)).toArray();
  }

  /// The names of the values that one operator on a 1 x 2 x 3 input joins to y.
  private static OnnxBytes on123() {
    return new OnnxBytes().input("x", 1, 2, 3).output("y", 1, 2, 3);
  }

  private static OnnxBytes unary(String op, ByteString... attributes) {
    return on123().node(op, List.of("x"), "y", attributes);
  }

  private static Arguments activation(OnnxBytes model, String name, DoubleUnaryOperator expected) {
    return Arguments.of(name, model, expected);
  }

  static Stream<Arguments> activations() {
    DoubleUnaryOperator sigmoid = x -> 1 / (1 + Math.exp(-x));
    DoubleUnaryOperator softplus = x -> Math.log(1 + Math.exp(x));
    double selu = 1.0507009873554805;
    return Stream.of(
        activation(unary("Relu"), "Relu", x -> x > 0 ? x : 0),
        activation(unary("LeakyRelu"), "LeakyRelu", x -> x > 0 ? x : 0.01 * x),
        activation(
            unary("LeakyRelu", floatAttribute("alpha", 0.25f)),
            "LeakyRelu alpha",
            x -> x > 0 ? x : 0.25 * x),
        activation(unary("Elu"), "Elu", x -> x > 0 ? x : Math.exp(x) - 1),
        activation(
            unary("Celu", floatAttribute("alpha", 2)),
            "Celu",
            x -> x > 0 ? x : 2 * (Math.exp(x / 2) - 1)),
        activation(
            unary("Selu"),
            "Selu",
            x -> selu * (x > 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1))),
        activation(unary("Sigmoid"), "Sigmoid", sigmoid),
        activation(
            unary("HardSigmoid", floatAttribute("alpha", 0.25f)),
            "HardSigmoid",
            x -> Math.max(0, Math.min(1, 0.25 * x + 0.5))),
        activation(unary("HardSwish"), "HardSwish", x -> x * Math.max(0, Math.min(1, x / 6 + 0.5))),
        activation(unary("Tanh"), "Tanh", Math::tanh),
        activation(unary("Softplus"), "Softplus", softplus),
        activation(unary("Softsign"), "Softsign", x -> x / (1 + Math.abs(x))),
        activation(unary("Mish"), "Mish", x -> x * Math.tanh(softplus.applyAsDouble(x))),
        activation(unary("Abs"), "Abs", Math::abs),
        activation(unary("Neg"), "Neg", x -> -x),
        activation(unary("Exp"), "Exp", Math::exp),
        activation(unary("Asinh"), "Asinh", x -> Math.log(x + Math.sqrt(x * x + 1))),
        activation(
            unary("ThresholdedRelu", floatAttribute("alpha", 0.75f)),
            "ThresholdedRelu",
            x -> x > 0.75 ? x : 0),
        activation(
            unary("Gelu", stringAttribute("approximate", "tanh")),
            "tanh Gelu",
            x -> 0.5 * x * (1 + Math.tanh(0.7978845608028654 * (x + 0.044715 * x * x * x)))),
        activation(
            on123()
                .floats("low", new long[] {}, 0)
                .floats("high", new long[] {}, 6)
                .node("Clip", List.of("x", "low", "high"), "y"),
            "Clip",
            x -> Math.max(0, Math.min(6, x))),
        activation(
            on123().floats("high", new long[] {}, 1).node("Clip", List.of("x", "", "high"), "y"),
            "Clip without a lower bound",
            x -> Math.min(1, x)),
        activation(
            on123()
                .opset(7)
                .node(
                    "Clip", List.of("x"), "y", floatAttribute("min", -1), floatAttribute("max", 1)),
            "Clip by attributes",
            x -> Math.max(-1, Math.min(1, x))),
        activation(
            on123()
                .floats("slope", new long[] {2, 1}, 0.5f, 0.5f)
                .node("PRelu", List.of("x", "slope"), "y"),
            "PRelu",
            x -> x > 0 ? x : 0.5 * x),
        activation(
            on123().floats("c", new long[] {}, 0.5f).node("Pow", List.of("c", "x"), "y"),
            "Pow of a constant",
            x -> Math.pow(0.5, x)),
        activation(
            on123().floats("c", new long[] {}, 0.5f).node("Max", List.of("x", "c"), "y"),
            "Max",
            x -> Math.max(x, 0.5)),
        activation(
            on123().floats("c", new long[] {}, 2).node("Div", List.of("x", "c"), "y"),
            "Div",
            x -> x / 2),
        activation(
            on123().floats("c", new long[] {}, 2).node("Sub", List.of("c", "x"), "y"),
            "Sub",
            x -> 2 - x));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("activations")
  void functionsOfOneTensor(String name, OnnxBytes model, DoubleUnaryOperator expected) {
    double[] x = {-4, -1, -0.125, 0, 0.5, 7};
    double[] y = DoubleStream.of(x).map(expected).toArray();
    assertThat(run(model, x)).as(name).containsExactly(y, within(1e-6));
  }

  @Test
  void theErrorFunctionIsExactToRounding() {
    // Abramowitz and Stegun, table 7.1, and Wolfram's values beyond it.
    double[] x = {0, 0.5, 1, 2, 2.5, 3};
    double[] erf = {
      0,
      0.5204998778130465,
      0.8427007929497149,
      0.9953222650189527,
      0.999593047982555,
      0.9999779095030014
    };
    assertThat(run(unary("Erf"), x)).containsExactly(erf, within(3e-16));
    double[] negative = DoubleStream.of(x).map(v -> -v).toArray();
    double[] odd = DoubleStream.of(erf).map(v -> -v).toArray();
    assertThat(run(unary("Erf"), negative)).containsExactly(odd, within(3e-16));
  }

  @Test
  void aSlopeByChannelIsALineAndARelu() {
    OnnxBytes model =
        on123()
            .floats("slope", new long[] {2, 1}, 0.5f, -1)
            .node("PRelu", List.of("x", "slope"), "y");
    assertThat(run(model, -2, 0, 3, -2, 0, 3)).containsExactly(-1, 0, 3, 2, 0, 3);
  }

  @Test
  void whereAndComparisonsSpellActivations() {
    OnnxBytes model =
        on123()
            .floats("zero", new long[] {}, 0)
            .node("Greater", List.of("x", "zero"), "positive")
            .node("Where", List.of("positive", "x", "zero"), "y");
    assertThat(run(model, -2, -1, 0, 1, 2, 3)).containsExactly(0, 0, 0, 1, 2, 3);
  }

  @Test
  void divisionByAConstantIsByElement() {
    OnnxBytes model =
        on123()
            .floats("mean", new long[] {3}, 1, 2, 3)
            .floats("deviation", new long[] {3}, 1, 2, 4)
            .node("Sub", List.of("x", "mean"), "centred")
            .node("Div", List.of("centred", "deviation"), "y");
    assertThat(run(model, SIX)).containsExactly(0, 0, 0, 3, 1.5, 0.75);
  }

  @Test
  void transposesOfActivationsAndConstants() {
    OnnxBytes activations =
        new OnnxBytes()
            .input("x", 1, 2, 3)
            .output("y", 1, 3, 2)
            .node("Transpose", List.of("x"), "y", intsAttribute("perm", 0, 2, 1));
    assertThat(run(activations, SIX)).containsExactly(1, 4, 2, 5, 3, 6);
    OnnxBytes constants =
        new OnnxBytes()
            .input("x", 1, 3)
            .output("y", 1, 2)
            .floats("w", new long[] {2, 3}, 1, 2, 3, 4, 5, 6)
            .node("Transpose", List.of("w"), "t")
            .node("MatMul", List.of("x", "t"), "y");
    assertThat(run(constants, 1, 1, 1)).containsExactly(6, 15);
    assertThat(graph(constants).output().input(1).constantValue()).isPresent();
  }

  @Test
  void concatenationOfEncryptedAndConstantTensors() {
    OnnxBytes model =
        new OnnxBytes()
            .input("x", 1, 2, 3)
            .output("y", 1, 5, 3)
            .floats("c", new long[] {1, 1, 3}, 7, 8, 9)
            .node("Neg", List.of("x"), "n")
            .node("Concat", List.of("x", "c", "n"), "y", intAttribute("axis", 1));
    assertThat(run(model, SIX)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -2, -3, -4, -5, -6);
  }

  @Test
  void concatenationOfFeatures() {
    OnnxBytes model =
        new OnnxBytes()
            .input("x", 1, 2, 3)
            .output("y", 1, 2, 6)
            .node("Relu", List.of("x"), "r")
            .node("Concat", List.of("r", "x"), "y", intAttribute("axis", -1));
    assertThat(run(model, -1, 2, 3, 4, 5, 6)).containsExactly(0, 2, 3, -1, 2, 3, 4, 5, 6, 4, 5, 6);
  }

  @Test
  void slicesGathersAndSplits() {
    OnnxBytes slice =
        new OnnxBytes()
            .input("x", 1, 2, 3)
            .output("y", 1, 2, 2)
            .ints("from", Long.MAX_VALUE)
            .ints("to", Long.MIN_VALUE)
            .ints("axis", 2)
            .ints("step", -2)
            .node("Slice", List.of("x", "from", "to", "axis", "step"), "y");
    assertThat(run(slice, SIX)).containsExactly(3, 1, 6, 4);
    OnnxBytes gather =
        new OnnxBytes()
            .input("x", 1, 2, 3)
            .output("y", 1, 2, 2)
            .ints("i", 2, -3)
            .node("Gather", List.of("x", "i"), "y", intAttribute("axis", 2));
    assertThat(run(gather, SIX)).containsExactly(3, 1, 6, 4);
    OnnxBytes split =
        new OnnxBytes()
            .input("x", 1, 2, 3)
            .output("y", 1, 2, 1)
            .ints("parts", 1, 2)
            .node("Split", List.of("x", "parts"), List.of("a", "b"), intAttribute("axis", 2))
            .node("ReduceSum", List.of("b", "axis"), "s")
            .ints("axis", 2)
            .node("Sub", List.of("a", "s"), "y");
    assertThat(run(split, SIX)).containsExactly(-4, -7);
  }

  @Test
  void meansOverAnyAxes() {
    OnnxBytes features =
        new OnnxBytes()
            .input("x", 1, 2, 3)
            .output("y", 1, 3)
            .node(
                "ReduceMean",
                List.of("x"),
                "y",
                intsAttribute("axes", -2),
                intAttribute("keepdims", 0));
    assertThat(run(features, SIX)).containsExactly(2.5, 3.5, 4.5);
    OnnxBytes image =
        new OnnxBytes()
            .opset(18)
            .input("x", 1, 1, 2, 3)
            .output("y", 1, 1, 1, 1)
            .ints("axes", 2, 3)
            .node("ReduceMean", List.of("x", "axes"), "y");
    assertThat(run(image, SIX)).containsExactly(3.5);
    assertThat(graph(image).output().shape().dims()).containsExactly(1, 1, 1, 1);
  }

  @Test
  void squeezesAndUnsqueezesOfBothKinds() {
    OnnxBytes model =
        new OnnxBytes()
            .input("x", 1, 2, 3)
            .output("y", 2, 3, 1)
            .ints("first", 0)
            .node("Squeeze", List.of("x", "first"), "s")
            .node("Unsqueeze", List.of("s"), "y", intsAttribute("axes", -1));
    assertThat(graph(model).output().shape().dims()).containsExactly(2, 3, 1);
    assertThat(run(model, SIX)).containsExactly(SIX);
  }

  @Test
  void dropoutAndIdentityPass() {
    OnnxBytes model =
        on123()
            .floats("ratio", new long[] {}, 0.5f)
            .rawTensor("training", 9, new long[] {}, new byte[] {0})
            .node("Dropout", List.of("x", "ratio", "training"), List.of("d", "mask"))
            .node("Identity", List.of("d"), "y");
    assertThat(graph(model).nodes()).hasSize(1);
  }

  @Test
  void aDilatedConvolutionWithUnevenPadding() {
    OnnxBytes model =
        new OnnxBytes()
            .input("x", 1, 1, 1, 4)
            .output("y", 1, 1, 1, 4)
            .floats("w", new long[] {1, 1, 1, 2}, 1, 10)
            .node(
                "Conv",
                List.of("x", "w"),
                "y",
                intsAttribute("dilations", 1, 3),
                intsAttribute("pads", 0, 1, 0, 2));
    assertThat(run(model, 1, 2, 3, 4)).containsExactly(30, 41, 2, 3);
  }

  @Test
  void automaticPaddingPutsTheOddRowOnTheNamedSide() {
    for (String side : List.of("SAME_UPPER", "SAME_LOWER")) {
      OnnxBytes model =
          new OnnxBytes()
              .input("x", 1, 1, 1, 3)
              .output("y", 1, 1, 1, 3)
              .floats("w", new long[] {1, 1, 1, 2}, 1, 10)
              .node("Conv", List.of("x", "w"), "y", stringAttribute("auto_pad", side));
      double[] expected =
          side.equals("SAME_UPPER") ? new double[] {21, 32, 3} : new double[] {10, 21, 32};
      assertThat(run(model, 1, 2, 3)).containsExactly(expected);
    }
  }

  @Test
  void encryptedOperandsBroadcast() {
    OnnxBytes model =
        on123()
            .ints("first", 0)
            .node("Gather", List.of("x", "first"), "row", intAttribute("axis", 1))
            .node("Sub", List.of("x", "row"), "y");
    assertThat(run(model, SIX)).containsExactly(0, 0, 0, 3, 3, 3);
  }

  @Test
  void aFinalSoftmaxIsLeftOutWithANote() {
    OnnxBytes model =
        new OnnxBytes()
            .input("x", 1, 2)
            .output("y", 1, 2)
            .floats("w", new long[] {2, 2}, 1, 2, 3, 4)
            .node("MatMul", List.of("x", "w"), "logits")
            .node("Softmax", List.of("logits"), "p", intAttribute("axis", 1))
            .node("Identity", List.of("p"), "y");
    ImportedModel imported = OnnxImporter.read(OnnxReader.read(model.build()));
    assertThat(imported.graph().output().name()).isEqualTo("matmul_logits");
    assertThat(imported.notes())
        .singleElement()
        .asString()
        .contains("Softmax 'softmax_p'", "left out", "logits");
  }
}
