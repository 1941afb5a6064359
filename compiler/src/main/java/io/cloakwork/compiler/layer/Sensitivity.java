package io.cloakwork.compiler.layer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/// Finds the inputs on whose outputs noise weighs most. What rounding adds to a ciphertext is about
/// the same after every layer, but what becomes of it depends on the values: it vanishes where an
/// activation is flat and grows where it is steep.
public final class Sensitivity {

  /// Small enough for every network to be linear in it.
  private static final double NOISE = 0x1p-24;

  private static final int DRAWS = 3;
  private static final long SEED = 0x5e45;

  private Sensitivity() {}

  /// Which input, and how far its outputs are moved.
  private record Disturbed(int index, double error) {}

  /// At most `count` of the inputs, the most sensitive first. What a fitted polynomial meets
  /// outside its interval is folded into it.
  public static List<double[]> mostDisturbed(
      LayerProgram program, List<double[]> inputs, int count) {
    if (inputs.size() <= count) {
      return inputs;
    }
    Random random = new Random(SEED);
    List<Disturbed> all = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      all.add(new Disturbed(i, error(program, inputs.get(i), random)));
    }
    return all.stream()
        .sorted(Comparator.comparingDouble(Disturbed::error).reversed())
        .limit(count)
        .map(disturbed -> inputs.get(disturbed.index()))
        .toList();
  }

  /// The sum of the squares of the outputs' errors.
  private static double error(LayerProgram program, double[] input, Random random) {
    LayerInterpreter.Disturbance folding = LayerInterpreter.folding(program);
    LayerInterpreter.Disturbance noise =
        (layer, values) -> {
          folding.disturb(layer, values);
          for (int i = 0; i < values.length; i++) {
            values[i] += NOISE * random.nextGaussian();
          }
        };
    double[] exact = LayerInterpreter.foldedTrace(program, input).getLast();
    double sum = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      double[] noisy = LayerInterpreter.trace(program, input, noise).getLast();
      for (int i = 0; i < exact.length; i++) {
        sum += (noisy[i] - exact[i]) * (noisy[i] - exact[i]);
      }
    }
    return sum;
  }
}
