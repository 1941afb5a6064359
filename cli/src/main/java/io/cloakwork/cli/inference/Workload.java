package io.cloakwork.cli.inference;

import io.cloakwork.cli.input.InputException;
import io.cloakwork.cli.input.Normalization;
import io.cloakwork.cli.input.Samples;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.tensor.Shape;
import java.util.List;

/// What is to be classified by what.
///
/// @param inputs one array an image, normalised, as long as the network's input
/// @param labels the true class or value of each, or empty
/// @param preprocessing how `inputs` came from the file
/// @param compileSeconds how long compiling the network took
public record Workload(
    CompiledNetwork network,
    double compileSeconds,
    List<double[]> inputs,
    List<Double> labels,
    Normalization preprocessing) {

  public Workload {
    inputs = List.copyOf(inputs);
    labels = List.copyOf(labels);
  }

  /// Normalises samples for a network.
  ///
  /// @param labels one a sample, or empty
  /// @throws InputException if a sample is not as long as the network's input
  public static Workload of(
      CompiledNetwork network,
      double compileSeconds,
      Samples samples,
      List<Double> labels,
      Normalization preprocessing) {
    Shape shape = network.inputPacking().shape();
    List<double[]> inputs = inputs(network.name(), shape, samples, preprocessing);
    return new Workload(network, compileSeconds, inputs, labels, preprocessing);
  }

  /// Samples as inputs of a network.
  ///
  /// @param shape of the network's input
  /// @throws InputException if a sample is not as long as the network's input
  public static List<double[]> inputs(
      String network, Shape shape, Samples samples, Normalization preprocessing) {
    int values = samples.values().getFirst().length;
    if (values != shape.size()) {
      throw new InputException(
          "a sample has %,d values (shape %s) and network '%s' takes %,d (shape %s)"
              .formatted(values, samples.shape(), network, shape.size(), shape));
    }
    return samples.values().stream()
        .map(sample -> preprocessing.apply(sample, shape.dims()))
        .toList();
  }
}
