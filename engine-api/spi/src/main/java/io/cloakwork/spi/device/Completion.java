package io.cloakwork.spi.device;

/// The end of a submission.
public interface Completion {

  Completion[] NO_WAITS = {};

  /// Whether the run has ended, well or not.
  boolean isDone();

  /// Blocks until the run has ended.
  ///
  /// @throws BackendException if it failed
  void await();
}
