package io.cloakwork.compiler;

/// Asked between the launches of a run whether to go on.
@FunctionalInterface
public interface RunCheckpoint {

  /// Always goes on.
  RunCheckpoint NONE = _ -> {};

  /// Called before each step, on the thread that runs the network. An exception ends the run and
  /// goes to its caller; the device has done nothing that has to be undone.
  ///
  /// @param step an index into [CompiledNetwork#steps()]
  void beforeStep(int step);
}
