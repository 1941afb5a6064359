package io.cloakwork.spi.device;

import java.util.List;

/// The end of a submission.
public interface Completion {

  Completion[] NO_WAITS = {};

  /// Whether the run has ended, well or not.
  boolean isDone();

  /// Blocks until the run has ended.
  ///
  /// @throws BackendException if it failed
  void await();

  /// When each kernel of the run was at work, in the order of [ExecutableReport#description]. Waits
  /// for the end of the run.
  ///
  /// @return empty unless the device was opened to measure it (property `profiling` = `on`, where a
  ///   backend has it)
  /// @throws BackendException if the run failed
  default List<KernelTime> kernelTimes() {
    return List.of();
  }
}
