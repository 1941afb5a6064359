package io.cloakwork.serve.host;

/// Gives device memory back when a run does not fit, by evicting keys that no run uses.
@FunctionalInterface
public interface MemoryRelief {

  /// Nothing can be given back.
  MemoryRelief NONE = _ -> false;

  /// Called between runs' launches, by the thread that runs them.
  ///
  /// @param bytes that were asked for
  /// @return whether something was given back, so that the run is worth trying once more
  boolean release(long bytes);
}
