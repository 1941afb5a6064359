package io.cloakwork.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.cost.MachineProfile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole networks take as long as predicted from one measured rate. The fastest run of each layer
/// counts, so that other load on the machine shows little; on a machine that is busy all the time
/// this test says so by failing.
@Tag("slow")
class PredictedTimesTest {

  private static final double SECONDS = 20;
  private static final double WITHIN = 1.3;

  @ParameterizedTest
  @ValueSource(strings = {"m1_cryptonets", "m2_lola", "m3_lenet5_poly"})
  void predictedIsMeasuredWithinThirtyPercent(String name, @TempDir Path folder) throws Exception {
    Path model = Shared.path("models/" + name + ".onnx");
    MachineProfile here = ProcessorHere.profile(folder);
    CompiledNetwork network = Compiler.compile(model, CompileOptions.defaults().withProfile(here));
    double measured = Arrays.stream(PredictedTimes.fastest(network, SECONDS)).sum() * 1e-9;
    double predicted = network.predictTime(here).seconds();
    System.out.printf(
        Locale.ROOT,
        "%s: %.1f ms predicted, %.1f ms measured, ratio %.2f%n",
        name,
        predicted * 1e3,
        measured * 1e3,
        predicted / measured);
    assertThat(predicted / measured).isBetween(1 / WITHIN, WITHIN);
  }
}
