package io.cloakwork.bench.nets;

import io.cloakwork.compiler.ClearInterpreter;
import io.cloakwork.compiler.CompiledNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Inputs made up for a network: uniform in [0, bound). Times do not depend on them, but outside of
/// the intervals that activations were fitted on a polynomial grows beyond what ciphertexts hold,
/// and the answer says nothing about precision. So the bound is the largest of 1 (the values of
/// images), 1/2, 1/4 and 1/8 with which the fitted network answers as the model does.
final class TrialInputs {

  private static final long SEED = 20260101;
  private static final int TRIALS = 4;
  private static final double LEAST_BOUND = 1.0 / 8;

  /// The fitted network's largest difference from the model, relative to the model's largest
  /// answer: fits are a hundred times better, and nothing outside of their intervals is as good.
  private static final double UNLIKE = 0.25;

  private final Random random = new Random(SEED);
  private final int size;
  private final double bound;
  private final boolean likely;

  private TrialInputs(int size, double bound, boolean likely) {
    this.size = size;
    this.bound = bound;
    this.likely = likely;
  }

  static TrialInputs of(CompiledNetwork network) {
    int size = network.inputPacking().shape().size();
    for (double bound = 1; bound >= LEAST_BOUND; bound /= 2) {
      List<double[]> trials = new TrialInputs(size, bound, true).next(TRIALS);
      if (trials.stream().allMatch(trial -> isLikely(network, trial))) {
        return new TrialInputs(size, bound, true);
      }
    }
    return new TrialInputs(size, 1, false);
  }

  private static boolean isLikely(CompiledNetwork network, double[] input) {
    double[] model = ClearInterpreter.model(network, input);
    double[] fitted = ClearInterpreter.fitted(network, input);
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < model.length; i++) {
      difference = Math.max(difference, Math.abs(fitted[i] - model[i]));
      largest = Math.max(largest, Math.abs(model[i]));
    }
    return difference <= UNLIKE * largest;
  }

  /// Whether the network's activations were fitted for such inputs.
  boolean areLikely() {
    return likely;
  }

  List<double[]> next(int count) {
    List<double[]> inputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      inputs.add(random.doubles(size).map(x -> x * bound).toArray());
    }
    return inputs;
  }
}
