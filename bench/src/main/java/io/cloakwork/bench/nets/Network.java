package io.cloakwork.bench.nets;

import io.cloakwork.bench.serve.NetworkSource;
import io.cloakwork.compiler.tensor.Shape;
import java.util.List;
import java.util.Optional;

/// A network to be measured.
///
/// @param name in reports
/// @param source compiles it
/// @param samples what its clients would ask; without them inputs are made up
public record Network(String name, NetworkSource source, Optional<Samples> samples) {

  /// Inputs of a network.
  @FunctionalInterface
  public interface Samples {

    /// The samples as a network with such an input takes them, normalised; empty if they are of
    /// another size.
    List<double[]> inputs(Shape shape);
  }

  /// A network whose inputs are made up.
  public Network(String name, NetworkSource source) {
    this(name, source, Optional.empty());
  }
}
