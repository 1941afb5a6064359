package io.cloakwork.compiler.importer;

import static io.cloakwork.compiler.OnnxBytes.intAttribute;
import static io.cloakwork.compiler.OnnxBytes.intsAttribute;
import static io.cloakwork.compiler.OnnxBytes.longsAttribute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.OnnxBytes;
import io.cloakwork.compiler.onnx.OnnxReader;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorNode;
import io.cloakwork.compiler.tensor.TensorOp;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Constants that a model computes from shapes, as exporters write them.
class ShapeArithmeticTest {

  private static final int INT64 = 7;
  private static final int FLOAT = 1;

  private static TensorGraph graph(OnnxBytes model) {
    return OnnxImporter.importModel(OnnxReader.read(model.build()));
  }

  private static void assertRefused(OnnxBytes model, String... fragments) {
    assertThatThrownBy(() -> graph(model))
        .isInstanceOf(CompileException.class)
        .hasMessageContainingAll(fragments);
  }

  /// x.view(x.size(0), -1), as PyTorch traces it with a symbolic batch.
  @Test
  void flatteningByShapeArithmetic() {
    OnnxBytes model =
        new OnnxBytes()
            .input("x", -1, 2, 3, 4)
            .output("y", -1, 24)
            .node("Shape", List.of("x"), "shape")
            .node("Constant", List.of(), "zero", intAttribute("value_int", 0))
            .node("Gather", List.of("shape", "zero"), "batch", intAttribute("axis", 0))
            .ints("axes", 0)
            .node("Unsqueeze", List.of("batch", "axes"), "batch1")
            .node("Constant", List.of(), "rest", longsAttribute("value", -1))
            .node("Concat", List.of("batch1", "rest"), "target", intAttribute("axis", 0))
            .node("Reshape", List.of("x", "target"), "y");
    TensorGraph graph = graph(model);
    assertThat(graph.output().shape().dims()).containsExactly(1, 24);
    assertThat(graph.nodes().stream().map(TensorNode::op))
        .hasExactlyElementsOfTypes(TensorOp.Input.class, TensorOp.Reshape.class);
  }

  /// Channel shuffle: (N, C, H, W) to (N, 2, C/2, H, W), transposed and flattened again.
  @Test
  void quotientsOfIntegersAreIntegers() {
    OnnxBytes model =
        new OnnxBytes()
            .input("x", -1, 5, 1, 2)
            .output("y", -1, 10)
            .node("Shape", List.of("x"), "shape")
            .ints("one", 1)
            .ints("two", 2)
            .node("Gather", List.of("shape", "one"), "channels")
            .node("Div", List.of("channels", "two"), "half")
            .node("Cast", List.of("half"), "real", intAttribute("to", FLOAT))
            .node("Floor", List.of("real"), "floored")
            .node("Cast", List.of("floored"), "rows", intAttribute("to", INT64))
            .node("Mul", List.of("rows", "two"), "even")
            .ints("zero", 0)
            .node("Slice", List.of("x", "zero", "even", "one"), "kept")
            .node("ConstantOfShape", List.of("one"), "minus", longsAttribute("value", -1))
            .node("Concat", List.of("one", "minus"), "target", intAttribute("axis", 0))
            .node("Reshape", List.of("kept", "target"), "y");
    assertThat(graph(model).output().shape().dims()).containsExactly(1, 8);
  }

  @Test
  void floatsDivideAsFloats() {
    OnnxBytes model =
        new OnnxBytes()
            .input("x", 1, 2)
            .output("y", 1, 2)
            .floats("a", new long[] {}, 5)
            .floats("b", new long[] {}, 2)
            .node("Div", List.of("a", "b"), "c")
            .node("Mul", List.of("x", "c"), "y");
    assertThat(graph(model).output().input(1).constantValue().orElseThrow().at(0)).isEqualTo(2.5);
  }

  @Test
  void rangesExpandsAndShapesOfParts() {
    OnnxBytes model =
        new OnnxBytes()
            .opset(15)
            .input("x", 1, 3)
            .output("y", 1, 3)
            .rawTensor("start", INT64, new long[] {}, new byte[8])
            .rawTensor("limit", INT64, new long[] {}, new byte[] {3, 0, 0, 0, 0, 0, 0, 0})
            .rawTensor("step", INT64, new long[] {}, new byte[] {1, 0, 0, 0, 0, 0, 0, 0})
            .node("Range", List.of("start", "limit", "step"), "r")
            .node("Shape", List.of("x"), "width", intAttribute("start", 1))
            .node("Expand", List.of("r", "width"), "e")
            .node("Cast", List.of("e"), "f", intAttribute("to", FLOAT))
            .node("Add", List.of("x", "f"), "y");
    assertThat(graph(model).output().input(1).constantValue().orElseThrow().toArray())
        .containsExactly(0, 1, 2);
  }

  @Test
  void whatASmallFileAsksForIsBounded() {
    OnnxBytes expanded =
        new OnnxBytes()
            .input("x", 1, 3)
            .output("y", 1, 3)
            .ints("huge", 1 << 13, 1 << 13)
            .node("ConstantOfShape", List.of("huge"), "y");
    assertRefused(expanded, "ConstantOfShape 'constantofshape_y'", "too large");
    OnnxBytes negative =
        new OnnxBytes()
            .input("x", 1, 3)
            .output("y", 1, 3)
            .ints("shape", -4, 3)
            .node("Expand", List.of("x", "shape"), "y");
    assertRefused(negative, "Expand 'expand_y'", "positive");
    OnnxBytes endless =
        new OnnxBytes()
            .input("x", 1, 3)
            .output("y", 1, 3)
            .floats("zero", new long[] {}, 0)
            .floats("one", new long[] {}, 1)
            .node("Range", List.of("zero", "one", "zero"), "y");
    assertRefused(endless, "Range 'range_y'", "elements");
    OnnxBytes wide =
        new OnnxBytes()
            .input("x", 1, 1, 3, 3)
            .output("y", 1, 3)
            .floats("w", new long[] {1, 1, 3, 3}, 1, 2, 3, 4, 5, 6, 7, 8, 9)
            .node(
                "Conv",
                List.of("x", "w"),
                "y",
                intsAttribute("dilations", Integer.MAX_VALUE, 1 << 30));
    assertRefused(wide, "Conv 'conv_y'");
    OnnxBytes padded =
        new OnnxBytes()
            .input("x", 1, 1, 3, 3)
            .output("y", 1, 3)
            .node(
                "AveragePool",
                List.of("x"),
                "y",
                intsAttribute("kernel_shape", 2, 2),
                intsAttribute("pads", Integer.MAX_VALUE, 1, Integer.MAX_VALUE, 1));
    assertRefused(padded, "AveragePool 'averagepool_y'");
  }

  @Test
  void constantsThatGrowWithoutEndAreRefused() {
    OnnxBytes model = new OnnxBytes().input("x", 1, 3).output("y", 1, 3).ints("size", 1 << 22);
    String last = "c0";
    model.node("ConstantOfShape", List.of("size"), last);
    for (int i = 1; i < 100; i++) {
      model.node("Neg", List.of(last), "c" + i);
      last = "c" + i;
    }
    assertRefused(model, "Neg", "more than 134217728 elements");
  }

  @Test
  void damagedShapeArithmeticNamesTheNode() {
    OnnxBytes twice =
        new OnnxBytes()
            .input("x", 1, 3)
            .output("y", 1, 3)
            .node("Transpose", List.of("x"), "y", intsAttribute("perm", 1, 1));
    assertRefused(twice, "Transpose 'transpose_y'", "[1, 1]");
    OnnxBytes fraction =
        new OnnxBytes()
            .input("x", 1, 3)
            .output("y", 1, 3)
            .floats("shape", new long[] {2}, 1.5f, 2)
            .node("Reshape", List.of("x", "shape"), "y");
    assertRefused(fraction, "Reshape 'reshape_y'", "1.5");
    OnnxBytes beyond =
        new OnnxBytes()
            .input("x", 1, 3)
            .output("y", 1, 3)
            .ints("i", 3)
            .node("Gather", List.of("x", "i"), "y", intAttribute("axis", 1));
    assertRefused(beyond, "Gather 'gather_y'", "axis");
    OnnxBytes nothing =
        new OnnxBytes()
            .input("x", 1, 3)
            .output("y", 1, 3)
            .ints("from", 2)
            .ints("to", 2)
            .node("Slice", List.of("x", "from", "to"), "y");
    assertRefused(nothing, "Slice 'slice_y'", "takes nothing");
    OnnxBytes encrypted =
        new OnnxBytes().input("x", 1, 3).output("y", 1, 3).node("Reshape", List.of("x", "x"), "y");
    assertRefused(encrypted, "Reshape 'reshape_y'", "must be a constant");
    OnnxBytes rounded =
        new OnnxBytes()
            .input("x", 1, 3)
            .output("y", 1, 3)
            .node("Cast", List.of("x"), "y", intAttribute("to", INT64));
    assertRefused(rounded, "Cast 'cast_y'", "encrypted");
  }
}
