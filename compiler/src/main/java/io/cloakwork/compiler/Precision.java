package io.cloakwork.compiler;

import io.cloakwork.ckks.Scales;
import io.cloakwork.compiler.layer.LayerInterpreter;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.program.SlotInterpreter;
import io.cloakwork.compiler.program.SlotNoise;
import io.cloakwork.compiler.program.SlotProgram;
import java.util.List;

/// How precise the results of a program are predicted to be, from runs on clear samples with and
/// without the noise of ciphertexts: log2 of the largest absolute value over the largest error.
///
/// @param layers of each segment's result, errors over all slots
/// @param output of the network's output alone
record Precision(List<Double> layers, double output) {

  /// Ciphertexts that are run with noise.
  static final int NOISY_RUNS = 3;

  /// Samples whose values say how large results are.
  private static final int VALUES = 64;

  private static final long SEED = 0x6e6f697365L;

  Precision {
    layers = List.copyOf(layers);
  }

  /// The largest value and error seen.
  private static final class Extent {
    private double value;
    private double error;

    void addValues(double[] values) {
      for (double v : values) {
        value = Math.max(value, Math.abs(v));
      }
    }

    void addErrors(double[] exact, double[] noisy) {
      for (int i = 0; i < exact.length; i++) {
        error = Math.max(error, Math.abs(noisy[i] - exact[i]));
      }
    }

    double bits() {
      return Scales.log2(Math.max(value, Double.MIN_NORMAL) / Math.max(error, Double.MIN_NORMAL));
    }
  }

  /// @param runs without noise, the first [#NOISY_RUNS] of which are repeated with it
  static Precision predict(
      LayerProgram layers, SlotProgram program, List<double[]> samples, List<ClearRun> runs) {
    List<Extent> extents = program.segments().stream().map(_ -> new Extent()).toList();
    for (double[] sample : samples.subList(0, Math.min(VALUES, samples.size()))) {
      List<double[]> values = LayerInterpreter.trace(layers, sample);
      for (int i = 0; i < values.size(); i++) {
        extents.get(i).addValues(values.get(i));
      }
    }
    Extent output = new Extent();
    output.value = extents.getLast().value;
    SlotNoise noise = SlotNoise.seeded(program.parameters(), SEED);
    int images = program.images().images();
    for (ClearRun run : runs.subList(0, Math.min(NOISY_RUNS, runs.size()))) {
      List<List<double[]>> exact = run.trace();
      List<List<double[]>> noisy = SlotInterpreter.nodeTrace(program, run.inputs(), noise);
      for (int i = 0; i < exact.size(); i++) {
        extents.get(i).addErrors(exact.get(i).getLast(), noisy.get(i).getLast());
      }
      List<double[]> outputs = SlotInterpreter.outputs(program, exact, images);
      List<double[]> noisyOutputs = SlotInterpreter.outputs(program, noisy, images);
      for (int k = 0; k < images; k++) {
        output.addErrors(outputs.get(k), noisyOutputs.get(k));
      }
    }
    return new Precision(extents.stream().map(Extent::bits).toList(), output.bits());
  }
}
