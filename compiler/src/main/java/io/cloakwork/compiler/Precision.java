package io.cloakwork.compiler;

import io.cloakwork.ckks.Scales;
import io.cloakwork.compiler.layer.FittedResult;
import io.cloakwork.compiler.layer.LayerInterpreter;
import io.cloakwork.compiler.layer.LayerProgram;
import io.cloakwork.compiler.layer.Sensitivity;
import io.cloakwork.compiler.program.OutOfInterval;
import io.cloakwork.compiler.program.SlotInterpreter;
import io.cloakwork.compiler.program.SlotNoise;
import io.cloakwork.compiler.program.SlotProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How precise the results of a program are predicted to be, against the fitted network on clear
/// values: from runs on clear samples with and without the noise of ciphertexts.
///
/// @param layers of each segment's result: log2 of the largest absolute value over the largest
///   error, over all slots
/// @param largestOutput the largest absolute value of the network's output
/// @param outputError of the output: [PredictedError#DEVIATIONS] standard deviations
record Precision(List<Double> layers, double largestOutput, double outputError) {

  /// Groups of samples that are run with noise, one group a ciphertext: those on which it weighs
  /// most.
  private static final int GROUPS = 3;

  /// Errors of outputs that a standard deviation is taken from, at least.
  private static final int LEAST_ERRORS = 16;

  /// Samples whose values say how large results are, and of which the groups are chosen.
  private static final int VALUES = 64;

  private static final long SEED = 0x6e6f697365L;

  Precision {
    layers = List.copyOf(layers);
  }

  /// log2 of the largest output over its error.
  double output() {
    return bits(largestOutput, outputError);
  }

  private static double bits(double value, double error) {
    return Scales.log2(Math.max(value, Double.MIN_NORMAL) / Math.max(error, Double.MIN_NORMAL));
  }

  static Precision predict(LayerProgram layers, SlotProgram program, List<double[]> samples) {
    List<double[]> first = samples.subList(0, Math.min(VALUES, samples.size()));
    return new Prediction(layers, program).of(first);
  }

  /// The work of one prediction.
  private static final class Prediction {

    private final LayerProgram layers;
    private final SlotProgram program;
    private final SlotNoise none;
    private final SlotNoise noise;
    private final double[] values;
    private final double[] errors;
    private final double[] squares;
    private long slots;
    private double outputSquares;
    private int outputs;

    Prediction(LayerProgram layers, SlotProgram program) {
      this.layers = layers;
      this.program = program;
      this.none = SlotNoise.none(program.parameters());
      this.noise = SlotNoise.seeded(program.parameters(), SEED);
      this.values = new double[program.segments().size()];
      this.errors = new double[values.length];
      this.squares = new double[values.length];
    }

    Precision of(List<double[]> samples) {
      for (double[] sample : samples) {
        List<double[]> trace = LayerInterpreter.foldedTrace(layers, sample);
        for (int i = 0; i < values.length; i++) {
          values[i] = Math.max(values[i], Extremes.largest(trace.get(i)));
        }
      }
      List<List<double[]>> groups = groups(samples);
      int errorsADraw = groups.size() * groups.getLast().size() * layers.output().size();
      int draws = Math.ceilDiv(LEAST_ERRORS, errorsADraw);
      groups.forEach(group -> run(group, draws));
      List<Double> bits = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        bits.add(bits(values[i], errors[i]));
      }
      Optional<FittedResult> end = FittedResult.of(layers);
      double reach = end.map(FittedResult::reach).orElse(0.0);
      double steepest = end.map(result -> result.steepest(this::deviation)).orElse(0.0);
      double deviation = Math.max(Math.sqrt(outputSquares / outputs), steepest);
      return new Precision(
          bits, Math.max(values[values.length - 1], reach), PredictedError.DEVIATIONS * deviation);
    }

    /// Samples that share a ciphertext; the last group may be smaller.
    private List<List<double[]>> groups(List<double[]> samples) {
      int images = program.images().images();
      List<double[]> chosen = Sensitivity.mostDisturbed(layers, samples, GROUPS * images);
      List<List<double[]>> groups = new ArrayList<>();
      for (int from = 0; from < chosen.size(); from += images) {
        groups.add(chosen.subList(from, Math.min(from + images, chosen.size())));
      }
      return groups;
    }

    private void run(List<double[]> inputs, int draws) {
      List<List<double[]>> exact = trace(inputs, none);
      List<double[]> exactOutputs = SlotInterpreter.outputs(program, exact, inputs.size());
      for (int draw = 0; draw < draws; draw++) {
        List<List<double[]>> noisy = trace(inputs, noise);
        for (int i = 0; i < errors.length; i++) {
          double[] actual = noisy.get(i).getLast();
          double[] expected = exact.get(i).getLast();
          errors[i] = Math.max(errors[i], Extremes.largestDifference(actual, expected));
          squares[i] += Extremes.squaredDifferences(actual, expected);
        }
        slots += program.parameters().slots();
        List<double[]> noisyOutputs = SlotInterpreter.outputs(program, noisy, inputs.size());
        for (int k = 0; k < inputs.size(); k++) {
          addOutputErrors(exactOutputs.get(k), noisyOutputs.get(k));
        }
      }
    }

    /// Of the noise in a layer's result, over all slots.
    private double deviation(int layer) {
      return Math.sqrt(squares[layer] / slots);
    }

    private List<List<double[]>> trace(List<double[]> inputs, SlotNoise disturbance) {
      return SlotInterpreter.nodeTrace(program, inputs, disturbance, OutOfInterval.FOLD);
    }

    private void addOutputErrors(double[] exact, double[] noisy) {
      outputSquares += Extremes.squaredDifferences(noisy, exact);
      outputs += exact.length;
    }
  }
}
