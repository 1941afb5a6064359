package io.cloakwork.backend.cpu.kernel;

/// Whether vector kernels may be used.
public enum VectorMode {
  /// The widest vectors that the machine prefers and for which kernels were generated.
  AUTO,
  /// Scalar code only.
  OFF
}
