package io.cloakwork.compiler.pass;

import static io.cloakwork.compiler.OnnxBytes.intAttribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.OnnxBytes;
import io.cloakwork.compiler.importer.OnnxImporter;
import io.cloakwork.compiler.onnx.OnnxReader;
import io.cloakwork.compiler.tensor.Shape;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import io.cloakwork.compiler.tensor.UnaryFunction;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationRecognitionTest {

  private static TensorGraph imported(OnnxBytes model) {
    return OnnxImporter.importModel(OnnxReader.read(model.build()));
  }

  private static TensorGraph recognised(TensorGraph graph) {
    return ActivationRecognition.apply(PolynomialRecognition.apply(graph));
  }

  private static void assertSame(TensorGraph before, TensorGraph after) {
    double[] x = new Random(5).doubles(before.input().shape().size(), -4, 4).toArray();
    Tensor input = new Tensor(before.input().shape(), x);
    double[] expected = TensorInterpreter.run(before, input).toArray();
    assertThat(TensorInterpreter.run(after, input).toArray())
        .containsExactly(expected, within(1e-12));
  }

  private static OnnxBytes net() {
    return new OnnxBytes()
        .input("x", 1, 4)
        .output("y", 1, 4)
        .floats("half", new long[] {}, 0.5f)
        .floats("one", new long[] {1}, 1)
        .floats("three", new long[] {1, 1}, 3)
        .floats("zero", new long[] {}, 0)
        .floats("six", new long[] {}, 6)
        .floats("root2", new long[] {}, (float) Math.sqrt(2))
        .floats("c", new long[] {}, 0.044715f)
        .floats("d", new long[] {}, 0.7978846f);
  }

  static Stream<Arguments> spellings() {
    return Stream.of(
        Arguments.of(
            "x * sigmoid(x)",
            net().node("Sigmoid", List.of("x"), "s").node("Mul", List.of("x", "s"), "y")),
        Arguments.of(
            "x * 0.5 * (1 + erf(x / root 2)), as PyTorch orders it",
            net()
                .node("Div", List.of("x", "root2"), "a")
                .node("Erf", List.of("a"), "b")
                .node("Add", List.of("b", "one"), "e")
                .node("Mul", List.of("x", "e"), "f")
                .node("Mul", List.of("f", "half"), "y")),
        Arguments.of(
            "(0.5 * x) * (1 + erf), as others do",
            net()
                .node("Mul", List.of("half", "x"), "h")
                .node("Div", List.of("x", "root2"), "a")
                .node("Erf", List.of("a"), "b")
                .node("Add", List.of("one", "b"), "e")
                .node("Mul", List.of("h", "e"), "y")),
        Arguments.of(
            "GELU by tanh",
            net()
                .node("Pow", List.of("x", "three"), "p")
                .node("Mul", List.of("c", "p"), "cp")
                .node("Add", List.of("x", "cp"), "a")
                .node("Mul", List.of("a", "d"), "da")
                .node("Tanh", List.of("da"), "t")
                .node("Add", List.of("t", "one"), "e")
                .node("Mul", List.of("x", "half"), "h")
                .node("Mul", List.of("h", "e"), "y")),
        Arguments.of(
            "hard swish by clip",
            net()
                .node("Add", List.of("x", "three"), "a")
                .node("Clip", List.of("a", "zero", "six"), "b")
                .node("Mul", List.of("x", "b"), "p")
                .node("Div", List.of("p", "six"), "y")),
        Arguments.of(
            "Mish",
            net()
                .node("Softplus", List.of("x"), "s")
                .node("Tanh", List.of("s"), "t")
                .node("Mul", List.of("x", "t"), "y")),
        Arguments.of(
            "Relu by comparison",
            net()
                .node("Greater", List.of("x", "zero"), "b")
                .node("Where", List.of("b", "x", "zero"), "y")),
        Arguments.of(
            "a residual around an activation",
            net().node("Relu", List.of("x"), "r").node("Add", List.of("x", "r"), "y")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("spellings")
  void eachSpellingIsOneActivation(String name, OnnxBytes model) {
    TensorGraph graph = imported(model);
    TensorGraph after = recognised(graph);
    assertThat(after.nodes().stream().map(TensorNode::op))
        .as(name)
        .hasExactlyElementsOfTypes(TensorOp.Input.class, TensorOp.Activation.class);
    assertSame(graph, after);
  }

  @Test
  void polynomialsStayExact() {
    TensorGraph graph =
        imported(
            net()
                .node("Mul", List.of("x", "x"), "s")
                .node("Div", List.of("s", "six"), "t")
                .node("Add", List.of("t", "one"), "y"));
    assertThat(recognised(graph).output().op()).isInstanceOf(TensorOp.Polynomial.class);
  }

  @Test
  void polynomialsOfHighDegreeAreFunctions() {
    TensorGraph graph =
        imported(
            net().floats("twenty", new long[] {}, 20).node("Pow", List.of("x", "twenty"), "y"));
    assertThat(recognised(graph).output().op()).isInstanceOf(TensorOp.Activation.class);
  }

  @Test
  void constantsByElementEndAFunction() {
    TensorGraph graph =
        imported(
            net()
                .floats("w", new long[] {4}, 1, 2, 3, 4)
                .node("Mul", List.of("x", "w"), "a")
                .node("Sigmoid", List.of("a"), "s")
                .node("Mul", List.of("a", "s"), "b")
                .node("Mul", List.of("b", "w"), "y"));
    TensorGraph after = recognised(graph);
    assertThat(after.nodes().stream().map(TensorNode::op))
        .hasExactlyElementsOfTypes(
            TensorOp.Input.class,
            TensorOp.Polynomial.class,
            TensorOp.Activation.class,
            TensorOp.Polynomial.class);
    assertSame(graph, after);
  }

  @Test
  void valuesThatOthersNeedAreFunctionsOfTheirOwn() {
    TensorGraph graph =
        imported(
            net()
                .floats("w", new long[] {4, 4}, new float[16])
                .node("Sigmoid", List.of("x"), "s")
                .node("Mul", List.of("x", "s"), "silu")
                .node("MatMul", List.of("s", "w"), "m")
                .node("Concat", List.of("m", "silu"), "y", intAttribute("axis", 1)));
    TensorGraph after = recognised(graph);
    assertThat(after.nodes().stream().filter(n -> n.op() instanceof TensorOp.Activation))
        .hasSize(2)
        .allMatch(n -> n.input(0).op() instanceof TensorOp.Input);
    assertSame(graph, after);
  }

  /// Each node is used twice, so that written out the function would have 2^500 operators.
  @Test
  void sharedValuesAreComputedOnce() {
    UnaryFunction tanh = new UnaryFunction("Tanh", Math::tanh);
    TensorNode x = new TensorNode("x", new TensorOp.Input(Shape.of(1, 1)));
    TensorNode at = new TensorNode("t", new TensorOp.Activation(tanh), x);
    for (int i = 0; i < 450; i++) {
      TensorNode sum = new TensorNode("sum" + i, new TensorOp.Add(), at, at);
      at = new TensorNode("t" + i, new TensorOp.Activation(tanh), sum);
    }
    TensorGraph graph = new TensorGraph(x, at);
    TensorGraph after = ActivationRecognition.apply(graph);
    assertThat(after.nodes()).hasSize(2);
    assertSame(graph, after);
  }

  @Test
  void functionsWithoutEndAreRefused() {
    UnaryFunction tanh = new UnaryFunction("Tanh", Math::tanh);
    TensorNode x = new TensorNode("x", new TensorOp.Input(Shape.of(1, 1)));
    TensorNode at = x;
    for (int i = 0; i < 5000; i++) {
      at = new TensorNode("t" + i, new TensorOp.Activation(tanh), at);
    }
    TensorGraph graph = new TensorGraph(x, at);
    assertThatThrownBy(() -> ActivationRecognition.apply(graph))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("Tanh 't4999'")
        .hasMessageContaining("1000 operators");
  }
}
