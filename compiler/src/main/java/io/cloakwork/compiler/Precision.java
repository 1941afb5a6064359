package io.cloakwork.compiler;

import io.cloakwork.ckks.Scales;
import io.cloakwork.compiler.program.SlotInterpreter;
import io.cloakwork.compiler.program.SlotNoise;
import io.cloakwork.compiler.program.SlotProgram;
import java.util.ArrayList;
import java.util.List;

/// How precise the results of a program are predicted to be, from runs on clear samples with and
/// without the noise of ciphertexts: log2 of the largest absolute value over the largest error.
///
/// @param layers of each segment's result, over all slots
/// @param output of the network's output alone
record Precision(List<Double> layers, double output) {

  private static final int SAMPLES = 2;
  private static final long SEED = 0x6e6f697365L;

  Precision {
    layers = List.copyOf(layers);
  }

  /// The largest value and error seen.
  private static final class Extent {
    double value;
    double error;

    void add(double[] exact, double[] noisy) {
      for (int i = 0; i < exact.length; i++) {
        value = Math.max(value, Math.abs(exact[i]));
        error = Math.max(error, Math.abs(noisy[i] - exact[i]));
      }
    }

    double bits() {
      return Scales.log2(Math.max(value, Double.MIN_NORMAL) / Math.max(error, Double.MIN_NORMAL));
    }
  }

  static Precision predict(SlotProgram program, List<double[]> samples) {
    SlotNoise none = SlotNoise.none(program.parameters());
    SlotNoise noise = SlotNoise.seeded(program.parameters(), SEED);
    List<Extent> layers = program.segments().stream().map(_ -> new Extent()).toList();
    Extent output = new Extent();
    for (double[] sample : samples.subList(0, Math.min(SAMPLES, samples.size()))) {
      List<double[]> exact = results(program, sample, none);
      List<double[]> noisy = results(program, sample, noise);
      for (int i = 0; i < exact.size(); i++) {
        layers.get(i).add(exact.get(i), noisy.get(i));
      }
      output.add(unpacked(program, exact), unpacked(program, noisy));
    }
    return new Precision(layers.stream().map(Extent::bits).toList(), output.bits());
  }

  private static List<double[]> results(SlotProgram program, double[] sample, SlotNoise noise) {
    List<double[]> results = new ArrayList<>();
    SlotInterpreter.nodeTrace(program, sample, noise)
        .forEach(nodes -> results.add(nodes.getLast()));
    return results;
  }

  private static double[] unpacked(SlotProgram program, List<double[]> results) {
    return program.output().unpack(results.getLast(), 0);
  }
}
