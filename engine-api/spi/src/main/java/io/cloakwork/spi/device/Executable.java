package io.cloakwork.spi.device;

import io.cloakwork.spi.graph.CommandGraph;

/// A compiled command graph. Immutable and thread-safe; what changes from run to run is in
/// [Bindings].
public interface Executable extends AutoCloseable {

  CommandGraph graph();

  /// Kernel count and memory, known before the first run.
  ExecutableReport report();

  /// New, empty bindings for this executable, to be filled once and submitted often.
  Bindings newBindings();

  /// Runs the graph after what was submitted before and after `waits`. Returns at once or later;
  /// the outputs are there when the completion is done.
  ///
  /// @throws IllegalStateException if the bindings are incomplete, belong to another executable,
  ///   are still pending from an earlier submission, or name a closed buffer
  /// @throws IllegalArgumentException if an output shares its buffer with another bound value
  Completion submit(Bindings bindings, Completion... waits);

  /// Submits and waits.
  default void run(Bindings bindings) {
    submit(bindings, Completion.NO_WAITS).await();
  }

  /// Gives temporaries back after pending runs. Closing twice is harmless.
  @Override
  void close();
}
