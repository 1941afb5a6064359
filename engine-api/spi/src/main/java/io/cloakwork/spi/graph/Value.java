package io.cloakwork.spi.graph;

/// A storage of one shape in a command graph. Each of its rows is written at most once: by the
/// caller (inputs, constants) or by one command (outputs, temporaries).
///
/// @param id the index among the graph's values
/// @param name how bindings refer to it; unique in the graph
/// @param role who writes it and who may read it after the run
/// @param shape its shape
public record Value(int id, String name, Role role, RnsShape shape) {

  /// Who owns the words of a value.
  public enum Role {
    /// Bound by the caller; may change from one submission to the next.
    INPUT,
    /// Bound by the caller; keeps its words for the life of the executable (encoded weights).
    CONSTANT,
    /// Bound by the caller; written by the graph, every row of it.
    OUTPUT,
    /// Owned by the executable, gone after the run.
    TEMPORARY
  }

  /// Whether a buffer is bound to this value.
  public boolean isBound() {
    return role != Role.TEMPORARY;
  }

  /// Whether commands write this value.
  public boolean isWrittenByGraph() {
    return role == Role.OUTPUT || role == Role.TEMPORARY;
  }

  @Override
  public String toString() {
    return name;
  }
}
