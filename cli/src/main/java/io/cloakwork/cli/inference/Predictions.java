package io.cloakwork.cli.inference;

import java.util.List;
import java.util.OptionalInt;

/// What outputs of a network say: a class where there are several, else a number.
public final class Predictions {

  /// A number from here on says yes.
  private static final double THRESHOLD = 0.5;

  private Predictions() {}

  /// Whether outputs like this one are classes' logits.
  public static boolean classifies(double[] output) {
    return output.length > 1;
  }

  /// The class or, if the network does not classify, the number.
  public static double of(double[] output) {
    return classifies(output) ? argMax(output) : output[0];
  }

  /// The class with the largest logit; ties go to the first.
  static int argMax(double[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  /// How many outputs say what their labels do; empty if there are no labels, or numbers that are
  /// no answers to yes or no.
  public static OptionalInt correct(List<double[]> outputs, List<Double> labels) {
    boolean yesOrNo = labels.stream().allMatch(label -> label == 0 || label == 1);
    boolean classifies = classifies(outputs.getFirst());
    if (labels.isEmpty() || !(classifies || yesOrNo)) {
      return OptionalInt.empty();
    }
    int correct = 0;
    for (int i = 0; i < outputs.size(); i++) {
      double score = of(outputs.get(i));
      double said = classifies ? score : score >= THRESHOLD ? 1 : 0;
      correct += said == labels.get(i) ? 1 : 0;
    }
    return OptionalInt.of(correct);
  }
}
