package io.cloakwork.compiler.importer;

import static io.cloakwork.compiler.OnnxBytes.intAttribute;
import static io.cloakwork.compiler.OnnxBytes.intsAttribute;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.Compiler;
import io.cloakwork.compiler.OnnxBytes;
import io.cloakwork.compiler.onnx.OnnxReader;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What cannot be compiled is refused by node, operator and attribute, with what would work.
class RefusalTest {

  private static void assertRefused(OnnxBytes model, String... fragments) {
    assertThatThrownBy(() ->
            Compiler.compile("net", OnnxReader.read(model.build()), CompileOptions.defaults()))
        .isInstanceOf(CompileException.class)
        .hasMessageContainingAll(fragments);
  }

  private static OnnxBytes image() {
    return new OnnxBytes().input("x", 1, 2, 8, 8).output("y", 1, 2, 8, 8);
  }

  @Test
  void comparisonsNameTheirAlternative() {
    assertRefused(image().node("Relu", List.of("x"), "y"), "Relu 'relu_y'", "polynomial");
    assertRefused(
        image().node("MaxPool", List.of("x"), "y", intsAttribute("kernel_shape", 2, 2)),
        "MaxPool",
        "AveragePool");
    assertRefused(image().node("Softmax", List.of("x"), "y"), "Softmax", "after decryption");
  }

  @Test
  void unknownOperatorsNameWhatIsSupported() {
    assertRefused(image().node("Einsum", List.of("x"), "y"), "Einsum 'einsum_y'", "Conv");
  }

  @Test
  void unknownAttributesAreNotIgnored() {
    assertRefused(
        image().node("Mul", List.of("x", "x"), "y", intAttribute("axis", 1)), "Mul", "[axis]");
    assertRefused(
        image()
            .node(
                "AveragePool",
                List.of("x"),
                "y",
                intsAttribute("kernel_shape", 2, 2),
                intAttribute("ceil_mode", 1)),
        "AveragePool",
        "ceil_mode 1");
  }

  @Test
  void oneDimensionalConvolutionsAreRefused() {
    assertRefused(
        new OnnxBytes()
            .input("x", 1, 2, 8)
            .output("y", 1, 2, 8)
            .floats("w", new long[] {2, 2, 1}, 1, 0, 0, 1)
            .node("Conv", List.of("x", "w"), "y"),
        "Conv 'conv_y'",
        "[2, 2, 1]",
        "2-D");
  }

  @Test
  void largerBatchesAreRefused() {
    assertRefused(
        new OnnxBytes().input("x", 4, 3).output("y", 4, 3).node("Mul", List.of("x", "x"), "y"),
        "input 'x'",
        "[4, 3]");
  }

  @Test
  void weightsMustBeConstants() {
    assertRefused(
        new OnnxBytes()
            .input("x", 1, 1, 4, 4)
            .output("y", 1, 1, 1, 1)
            .node("Conv", List.of("x", "x"), "y"),
        "Conv 'conv_y'",
        "must be a constant");
  }

  @Test
  void productsOfDifferentTensorsAreRefused() {
    assertRefused(
        new OnnxBytes()
            .input("x", 1, 2)
            .output("y", 1, 2)
            .floats("w", new long[] {2, 2}, 1, 2, 3, 4)
            .node("MatMul", List.of("x", "w"), "h")
            .node("Mul", List.of("x", "h"), "y"),
        "Mul 'mul_y'",
        "polynomials of one tensor");
  }

  @Test
  void anOutputThatIgnoresTheInputIsRefused() {
    assertRefused(
        new OnnxBytes()
            .input("x", 1, 2)
            .output("y", 1, 2)
            .floats("w", new long[] {1, 2}, 1, 2)
            .node("Identity", List.of("w"), "y"),
        "does not depend on its input");
  }

  @Test
  void valuesThatNobodyComputesAreRefused() {
    assertRefused(
        new OnnxBytes().input("x", 1, 2).output("y", 1, 2).node("Add", List.of("x", "z"), "y"),
        "Add 'add_y'",
        "'z'");
  }
}
