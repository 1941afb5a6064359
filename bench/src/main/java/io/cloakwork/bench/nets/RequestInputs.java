package io.cloakwork.bench.nets;

import io.cloakwork.compiler.ClearInterpreter;
import io.cloakwork.compiler.CompiledNetwork;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What requests ask: samples in turn, or inputs made up for the network, uniform in [0, bound).
/// Times do not depend on them, but outside of the intervals that activations were fitted on a
/// polynomial grows beyond what ciphertexts hold, and the answer says nothing about precision. So
/// the bound is the largest of 1 (the values of images), 1/2, 1/4 and 1/8 with which the fitted
/// network answers as the model does.
final class RequestInputs {

  private static final long SEED = 20260101;
  private static final int TRIALS = 4;
  private static final double LEAST_BOUND = 1.0 / 8;

  /// The fitted network's largest difference from the model, relative to the model's largest
  /// answer: fits are a hundred times better, and nothing outside of their intervals is as good.
  private static final double UNLIKE = 0.25;

  private final Supplier<double[]> source;
  private final boolean likely;

  private RequestInputs(Supplier<double[]> source, boolean likely) {
    this.source = source;
    this.likely = likely;
  }

  /// Samples, one after the other and then again from the first.
  static RequestInputs ofSamples(List<double[]> samples) {
    Iterator<double[]> endless = Stream.generate(() -> samples).flatMap(List::stream).iterator();
    return new RequestInputs(endless::next, true);
  }

  /// Inputs like those that the network's activations were fitted for, as far as they are found.
  static RequestInputs madeUp(CompiledNetwork network) {
    int size = network.inputPacking().shape().size();
    for (double bound = 1; bound >= LEAST_BOUND; bound /= 2) {
      List<double[]> trials = new RequestInputs(uniform(size, bound), true).next(TRIALS);
      if (trials.stream().allMatch(trial -> isLikely(network, trial))) {
        return new RequestInputs(uniform(size, bound), true);
      }
    }
    return new RequestInputs(uniform(size, 1), false);
  }

  private static Supplier<double[]> uniform(int size, double bound) {
    Random random = new Random(SEED);
    return () -> random.doubles(size).map(x -> x * bound).toArray();
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

  /// Whether precision can be told from them: samples are what they are, and of made-up inputs
  /// those that the network's activations were fitted for.
  boolean areLikely() {
    return likely;
  }

  List<double[]> next(int count) {
    return Stream.generate(source).limit(count).toList();
  }
}
