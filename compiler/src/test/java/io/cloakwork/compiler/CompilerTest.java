package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.KeyRequest;
import io.cloakwork.ckks.SecurityPolicy;
import io.cloakwork.compiler.onnx.OnnxReader;
import io.cloakwork.compiler.program.Segment;
import io.cloakwork.compiler.program.SlotProgram;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompilerTest {

  private static List<Segment> segments(CompiledNetwork network) {
    return ((SlotProgram) network.program()).segments();
  }

  private static final CompileOptions FAST =
      CompileOptions.defaults().withSecurity(SecurityPolicy.INSECURE_FOR_TESTING);

  private static CompiledNetwork perceptron(CompileOptions options) {
    return Compiler.compile("perceptron", OnnxReader.read(OnnxBytes.perceptron().build()), options);
  }

  @Test
  void segmentsChainLevelsAndScalesDownToZero() {
    CompiledNetwork network = perceptron(FAST);
    List<Segment> segments = segments(network);
    assertThat(segments).hasSize(3);
    for (int i = 1; i < segments.size(); i++) {
      assertThat(segments.get(i).input().level()).isEqualTo(segments.get(i - 1).output().level());
      assertThat(segments.get(i).input().scale()).isEqualTo(segments.get(i - 1).output().scale());
    }
    assertThat(network.outputPacking().level()).isZero();
    assertThat(network.inputPacking().level()).isEqualTo(network.parameters().maxLevel());
  }

  @Test
  void affineLayersLandExactlyOnTheScale() {
    CompiledNetwork network = perceptron(FAST);
    double relative = Math.abs(segments(network).getFirst().output().scale() / 0x1p40 - 1);
    assertThat(relative).isLessThan(0x1p-50);
  }

  @Test
  void keysAreRequestedAtTheHighestLevelOfTheirUseAndNoOthers() {
    CompiledNetwork network = perceptron(FAST);
    KeyRequest used = KeyRequest.none(network.parameters());
    for (Segment segment : segments(network)) {
      used = used.union(network.record(segment, 1).recording().keys());
    }
    assertThat(network.keys()).isEqualTo(used);
    assertThat(network.keys().levels()).containsEntry(KeyId.relinearization(), 2);
  }

  @Test
  void theReportNamesEveryLayer() {
    String text = perceptron(FAST).report().explain();
    assertThat(text).contains("gemm_h", "mul_s", "gemm_y", "level 3 → 2", "x^2", "keys", "weights");
  }

  @Test
  void everyStageComputesTheSame() {
    CompiledNetwork network = perceptron(FAST);
    double[] x = {1, -1, 2};
    assertThat(ClearInterpreter.model(network, x)).containsExactly(25.25, 0.75);
    assertThat(ClearInterpreter.layers(network, x)).containsExactly(25.25, 0.75);
    double[] slots = ClearInterpreter.slots(network, x);
    assertThat(slots[0]).isCloseTo(25.25, within(1e-12));
    assertThat(slots[1]).isCloseTo(0.75, within(1e-12));
  }

  @Test
  void largeOutputsLowerTheLastScale() {
    CompiledNetwork small = perceptron(FAST);
    CompiledNetwork large = perceptron(FAST.withSamples(List.of(new double[] {60, 60, 60})));
    assertThat(large.outputPacking().scale()).isLessThan(small.outputPacking().scale());
  }

  @Test
  void valuesBeyondTheFirstPrimeAreRefused() {
    assertThatThrownBy(() -> perceptron(FAST.withSamples(List.of(new double[] {1e5, 1e5, 1e5}))))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("too large");
  }

  @Test
  void aWeightLimitThatNothingFitsIsRefused() {
    assertThatThrownBy(() -> perceptron(FAST.withMaxWeightBytes(1000)))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("at most 1000 bytes of weights");
  }

  @Test
  void aSampleOfAnotherSizeIsRefused() {
    assertThatThrownBy(() -> perceptron(FAST.withSamples(List.of(new double[2]))))
        .isInstanceOf(CompileException.class)
        .hasMessageContaining("2 values, the network takes 3");
  }
}
