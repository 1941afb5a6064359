package io.cloakwork.bench.ops;

/// How an operation that is defined by others is recorded.
public enum RnsForm {
  /// As one command, which a backend may fuse.
  FUSED,
  /// Written out by [io.cloakwork.spi.graph.Compositions].
  COMPOSED
}
