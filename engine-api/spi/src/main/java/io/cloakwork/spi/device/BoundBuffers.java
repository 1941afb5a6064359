package io.cloakwork.spi.device;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.GraphException;
import io.cloakwork.spi.graph.Value;

/// The checks that every backend's [Bindings] makes, written once: names, shapes, completeness,
/// aliasing. Backends hold one and add what is theirs (owner, layout).
public final class BoundBuffers {

  private final CommandGraph graph;
  private final DeviceBuffer[] byValueId;

  public BoundBuffers(CommandGraph graph) {
    this.graph = graph;
    this.byValueId = new DeviceBuffer[graph.values().size()];
  }

  /// Records `buffer` for `name` and returns the value that it stands for. A buffer fits a value of
  /// the same domain, degree and limbs and of as many polynomials in all: one item of 2n
  /// polynomials and n items of two are the same rows in the same order, so that what one graph
  /// wrote as a vector of ciphertexts another takes as a batch.
  ///
  /// @throws GraphException if the graph binds no such name, or the buffer does not fit
  public Value bind(String name, DeviceBuffer buffer) {
    Value value = graph.bound(name);
    if (!value.shape().hasRowsOf(buffer.shape())) {
      throw new GraphException(
          "'%s' has shape %s %s, the buffer bound to it %s %s"
              .formatted(
                  name,
                  value.shape(),
                  value.shape().basis().moduli(),
                  buffer.shape(),
                  buffer.shape().basis().moduli()));
    }
    byValueId[value.id()] = buffer;
    return value;
  }

  /// The buffer of `value`, or null.
  public DeviceBuffer get(Value value) {
    return byValueId[value.id()];
  }

  /// Checks that everything is bound and that no output shares its buffer.
  ///
  /// @throws IllegalStateException if a value is not bound
  /// @throws IllegalArgumentException if an output's buffer is bound twice
  public void requireComplete() {
    for (Value value : graph.boundValues()) {
      if (byValueId[value.id()] == null) {
        throw new IllegalStateException("no buffer is bound to '" + value.name() + "'");
      }
      if (value.role() == Value.Role.OUTPUT) {
        requireAlone(value);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // aliasing is about the same buffer, not equal ones
  private void requireAlone(Value output) {
    for (Value other : graph.boundValues()) {
      if (other.id() != output.id() && byValueId[other.id()] == byValueId[output.id()]) {
        throw new IllegalArgumentException(
            "output '%s' and '%s' are bound to the same buffer"
                .formatted(output.name(), other.name()));
      }
    }
  }
}
