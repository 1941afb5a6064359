package io.cloakwork.kernels.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Presets;
import io.cloakwork.ckks.record.CipherRef;
import io.cloakwork.ckks.record.CkksRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What ciphertext operations cost in launches and bytes: the numbers that the README of this
/// module explains. A change that makes one of them larger shows up here.
class TrafficTest {

  /// A ciphertext operation at the top of the chain.
  enum Operation {
    ROTATE,
    MULTIPLY_RELINEARIZE,
    MULTIPLY_RELINEARIZE_RESCALE,
    RESCALE;

    void record(CkksRecorder recorder, CipherRef a, CipherRef b) {
      CipherRef in = this == ROTATE || this == RESCALE ? a : recorder.multiply(a, b);
      recorder.outputNext("out");
      switch (this) {
        case ROTATE -> recorder.rotate(in, 1);
        case MULTIPLY_RELINEARIZE -> recorder.relinearize(in);
        case MULTIPLY_RELINEARIZE_RESCALE -> recorder.relinearizeRescale(in);
        case RESCALE -> recorder.rescale(in);
      }
    }
  }

  private static LaunchPlan plan(String preset, Operation operation, Tuning tuning) {
    Parameters parameters = Presets.named(preset).validate();
    CkksRecorder recorder = new CkksRecorder(parameters, 1);
    int level = parameters.maxLevel();
    CipherRef a = recorder.input("a", level, 0x1p40);
    CipherRef b = recorder.input("b", level, 0x1p40);
    operation.record(recorder, a, b);
    LaunchPlan plan = LaunchPlanner.plan(recorder.build().graph(), tuning, (_, _, _) -> 0);
    System.out.printf(
        "%s %s: %d launches, %s%n", preset, operation, plan.launches().size(), plan.traffic());
    return plan;
  }

  /// One pass a transform, as on processors.
  @ParameterizedTest
  @CsvSource({
    "ROTATE, 6, 34",
    "MULTIPLY_RELINEARIZE, 8, 46",
    "MULTIPLY_RELINEARIZE_RESCALE, 10, 50",
    "RESCALE, 2, 5"
  })
  void atP2InOnePass(Operation operation, int launches, int megabytes) {
    check(plan("P2", operation, Tuning.forProcessor()), launches, megabytes);
  }

  /// Two passes a transform, as on GPUs.
  @ParameterizedTest
  @CsvSource({
    "ROTATE, 12, 1030",
    "MULTIPLY_RELINEARIZE, 14, 1240",
    "MULTIPLY_RELINEARIZE_RESCALE, 15, 1240",
    "RESCALE, 4, 146"
  })
  void atP5InTwoPasses(Operation operation, int launches, int megabytes) {
    check(plan("P5", operation, Tuning.forGpu()), launches, megabytes);
  }

  private static void check(LaunchPlan plan, int launches, int megabytes) {
    assertThat(plan.launches()).hasSizeLessThanOrEqualTo(launches);
    assertThat(plan.traffic().bytes()).isLessThanOrEqualTo(megabytes * 1_000_000L);
  }

  @Test
  void conversionsInTransformsSaveWritingTheirResults() {
    Tuning apart = Tuning.forGpu().withFusedSources(0);
    Tuning fused = Tuning.forGpu().withFusedSources(9);
    assertThat(plan("P5", Operation.ROTATE, fused).traffic().written())
        .isLessThan(plan("P5", Operation.ROTATE, apart).traffic().written() - 100_000_000L);
  }
}
