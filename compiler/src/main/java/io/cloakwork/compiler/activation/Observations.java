package io.cloakwork.compiler.activation;

import io.cloakwork.compiler.CompileException;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What samples have shown of one node's input.
final class Observations {

  /// Beyond this a network has lost all meaning, and squares overflow soon after.
  private static final double MOST = 1e100;

  private final List<Double> largest = new ArrayList<>();
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;
  private double count;
  private double sum;
  private double squares;

  /// Adds the values of one sample.
  void add(TensorNode node, Tensor values) {
    for (int i = 0; i < values.size(); i++) {
      double value = values.at(i);
      if (!(Math.abs(value) <= MOST)) {
        throw new CompileException(
            "a sample input leads to the value %s before %s".formatted(value, node.describe()));
      }
      low = Math.min(low, value);
      high = Math.max(high, value);
      sum += value;
      squares += value * value;
    }
    count += values.size();
    largest.add(values.maxAbs());
  }

  /// What is typical is the median of the samples' largest absolute values; a single sample shows
  /// nothing of that.
  InputRange summary(String source) {
    double mean = sum / count;
    double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
    OptionalDouble median =
        largest.size() < 2
            ? OptionalDouble.empty()
            : OptionalDouble.of(largest.stream().sorted().toList().get(largest.size() / 2));
    Distribution distribution = new Distribution(mean, deviation);
    return new InputRange(new Interval(low, high), source, median, Optional.of(distribution));
  }
}
