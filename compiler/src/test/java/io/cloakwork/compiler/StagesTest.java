package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.compiler.layer.ActivationNormalisation;
import io.cloakwork.compiler.layer.LayerExtraction;
import io.cloakwork.compiler.layer.LayerInterpreter;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.pass.BatchNormFolding;
import io.cloakwork.compiler.pass.ConstantFolding;
import io.cloakwork.compiler.pass.PadFolding;
import io.cloakwork.compiler.pass.PolynomialRecognition;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorGraph;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every stage before packing computes the logits that the model's author computed.
class StagesTest {

  @ParameterizedTest
  @ValueSource(strings = {"m1_cryptonets", "m2_lola", "m3_lenet5_poly", "m6_mlp_square"})
  void everyStageComputesTheReferenceLogits(String model) {
    TensorGraph imported = Shared.model(model);
    TensorGraph constants = ConstantFolding.apply(imported);
    TensorGraph norm = BatchNormFolding.apply(constants);
    TensorGraph pads = PadFolding.apply(norm);
    TensorGraph polynomials = PolynomialRecognition.apply(pads);
    LayerProgram layers = LayerExtraction.apply(polynomials);
    LayerProgram normal = ActivationNormalisation.apply(layers);
    for (int image = 0; image < 3; image++) {
      double[] expected = Shared.floats("models/" + model + ".logits256.f32", image, 10);
      double[] pixels = Shared.mnist(image);
      check("import", run(imported, pixels), expected);
      check("constant folding", run(constants, pixels), expected);
      check("batch norm folding", run(norm, pixels), expected);
      check("pad folding", run(pads, pixels), expected);
      check("polynomial recognition", run(polynomials, pixels), expected);
      check("layer extraction", LayerInterpreter.run(layers, pixels), expected);
      check("activation normalisation", LayerInterpreter.run(normal, pixels), expected);
    }
  }

  private static double[] run(TensorGraph graph, double[] pixels) {
    return TensorInterpreter.run(graph, new Tensor(graph.input().shape(), pixels)).toArray();
  }

  private static void check(String stage, double[] logits, double[] expected) {
    assertThat(logits).as(stage).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(logits[i]).as("logit %d after %s", i, stage).isCloseTo(expected[i], within(2e-4));
    }
  }
}
