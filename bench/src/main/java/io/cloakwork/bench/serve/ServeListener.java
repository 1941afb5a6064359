package io.cloakwork.bench.serve;

/// Hears how a benchmark of the service goes on.
public interface ServeListener {

  /// What is being done now.
  void doing(String what);

  /// A step of [ServeBenchmark#steps] is done.
  void step();
}
