package io.cloakwork.compiler.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.compiler.OnnxBytes;
import io.cloakwork.compiler.importer.OnnxImporter;
import io.cloakwork.compiler.onnx.OnnxReader;
import io.cloakwork.compiler.tensor.ElementwisePolynomial;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TensorPassesTest {

  private static TensorGraph imported(OnnxBytes model) {
    return OnnxImporter.importModel(OnnxReader.read(model.build()));
  }

  private static void assertSame(TensorGraph before, TensorGraph after) {
    double[] x = new Random(5).doubles(before.input().shape().size(), -1, 1).toArray();
    Tensor input = new Tensor(before.input().shape(), x);
    double[] expected = TensorInterpreter.run(before, input).toArray();
    double[] actual = TensorInterpreter.run(after, input).toArray();
    assertThat(actual).containsExactly(expected, within(1e-9));
  }

  private static List<Class<?>> operators(TensorGraph graph) {
    return graph.nodes().stream()
        .map(TensorNode::op)
        .filter(op -> !(op instanceof TensorOp.Constant))
        .<Class<?>>map(Object::getClass)
        .toList();
  }

  @Test
  void aHornerChainWithChannelCoefficientsIsOnePolynomial() {
    TensorGraph graph =
        imported(
            new OnnxBytes()
                .input("x", -1, 2, 3, 3)
                .output("y", -1, 2, 3, 3)
                .floats("a", new long[] {1, 2, 1, 1}, 0.5f, -2)
                .floats("b", new long[] {2, 1, 1}, 3, 4)
                .floats("c", new long[] {}, 0.125f)
                .node("Mul", List.of("x", "a"), "ax")
                .node("Add", List.of("b", "ax"), "axb")
                .node("Mul", List.of("axb", "x"), "axbx")
                .node("Sub", List.of("c", "axbx"), "y"));
    TensorGraph after = PolynomialRecognition.apply(graph);
    assertThat(operators(after)).containsExactly(TensorOp.Input.class, TensorOp.Polynomial.class);
    ElementwisePolynomial p = ((TensorOp.Polynomial) after.output().op()).polynomial();
    assertThat(p.degree()).isEqualTo(2);
    assertThat(p.coefficient(2, 17, 18)).isEqualTo(2);
    assertThat(p.coefficient(1, 0, 18)).isEqualTo(-3);
    assertThat(p.coefficient(0, 0, 18)).isEqualTo(0.125);
    assertSame(graph, after);
  }

  @Test
  void powersAndProductsOfOneTensorAreOnePolynomial() {
    TensorGraph graph =
        imported(
            new OnnxBytes()
                .input("x", 1, 4)
                .output("y", 1, 4)
                .ints("two", 2)
                .node("Pow", List.of("x", "two"), "s")
                .node("Mul", List.of("s", "x"), "cube")
                .node("Add", List.of("cube", "s"), "y"));
    TensorGraph after = PolynomialRecognition.apply(graph);
    assertThat(operators(after)).containsExactly(TensorOp.Input.class, TensorOp.Polynomial.class);
    assertSame(graph, after);
  }

  @Test
  void batchNormalizationMovesIntoTheConvolution() {
    TensorGraph graph =
        imported(
            normalised(
                new OnnxBytes()
                    .input("x", 1, 1, 4, 4)
                    .output("y", 1, 2, 3, 3)
                    .floats("w", new long[] {2, 1, 2, 2}, 1, 2, 3, 4, 5, 6, 7, 8)
                    .node("Conv", List.of("x", "w"), "h")));
    TensorGraph after = BatchNormFolding.apply(graph);
    assertThat(operators(after)).containsExactly(TensorOp.Input.class, TensorOp.Conv.class);
    assertSame(graph, after);
  }

  @Test
  void batchNormalizationOfAUsedValueStaysAPolynomial() {
    TensorGraph graph =
        imported(
            normalised(
                    new OnnxBytes()
                        .input("x", 1, 1, 4, 4)
                        .output("z", 1, 2, 3, 3)
                        .floats("w", new long[] {2, 1, 2, 2}, 1, 2, 3, 4, 5, 6, 7, 8)
                        .node("Conv", List.of("x", "w"), "h"))
                .node("Add", List.of("y", "h"), "z"));
    TensorGraph after = BatchNormFolding.apply(graph);
    assertThat(operators(after)).contains(TensorOp.Polynomial.class);
    assertSame(graph, after);
    assertSame(graph, PolynomialRecognition.apply(after));
  }

  private static OnnxBytes normalised(OnnxBytes model) {
    return model
        .floats("gamma", new long[] {2}, 2, 0.5f)
        .floats("beta", new long[] {2}, 1, -1)
        .floats("mean", new long[] {2}, 0.25f, 4)
        .floats("variance", new long[] {2}, 4, 0.25f)
        .node("BatchNormalization", List.of("h", "gamma", "beta", "mean", "variance"), "y");
  }

  @Test
  void aPadBeforeAnAverageCountsItsZeros() {
    TensorGraph graph =
        imported(
            new OnnxBytes()
                .input("x", 1, 1, 4, 4)
                .output("y", 1, 1, 4, 4)
                .ints("pads", 0, 0, 1, 1, 0, 0, 1, 1)
                .node("Pad", List.of("x", "pads"), "p")
                .node(
                    "AveragePool",
                    List.of("p"),
                    "y",
                    OnnxBytes.intsAttribute("kernel_shape", 3, 3)));
    TensorGraph after = PadFolding.apply(graph);
    assertThat(operators(after)).containsExactly(TensorOp.Input.class, TensorOp.AveragePool.class);
    assertThat(((TensorOp.AveragePool) after.output().op()).countIncludePad()).isTrue();
    assertSame(graph, after);
  }

  @Test
  void aPadBeforeAnAverageWithItsOwnPaddingStays() {
    TensorGraph graph =
        imported(
            new OnnxBytes()
                .input("x", 1, 1, 4, 4)
                .output("y", 1, 1, 6, 6)
                .ints("pads", 0, 0, 1, 1, 0, 0, 1, 1)
                .node("Pad", List.of("x", "pads"), "p")
                .node(
                    "AveragePool",
                    List.of("p"),
                    "y",
                    OnnxBytes.intsAttribute("kernel_shape", 3, 3),
                    OnnxBytes.intsAttribute("pads", 1, 1, 1, 1)));
    TensorGraph after = PadFolding.apply(graph);
    assertThat(operators(after)).contains(TensorOp.Pad.class);
    assertSame(graph, after);
  }
}
