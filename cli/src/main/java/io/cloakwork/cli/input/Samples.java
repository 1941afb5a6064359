package io.cloakwork.cli.input;

import java.util.List;

/// Samples as they are in a file, before normalisation.
///
/// @param shape the shape of one sample; its product is the length of every array in `values`
/// @param bytes whether the file holds unsigned bytes, as pictures do
/// @param values one array a sample, row-major
/// @param labels one number a sample, or empty if the file has no labels
public record Samples(
    List<Integer> shape, boolean bytes, List<double[]> values, List<Double> labels) {

  public Samples {
    shape = List.copyOf(shape);
    values = List.copyOf(values);
    labels = List.copyOf(labels);
  }

  public int count() {
    return values.size();
  }
}
