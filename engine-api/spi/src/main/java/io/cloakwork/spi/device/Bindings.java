package io.cloakwork.spi.device;

/// Which buffer stands for which input, constant and output of an executable. Filled once, reused
/// for many submissions, rebound at will in between; not thread-safe; one submission at a time.
public interface Bindings {

  /// Binds `buffer` to the value of that name.
  ///
  /// @return this
  /// @throws io.cloakwork.spi.graph.GraphException if the graph has no such value or the shapes
  ///   differ
  /// @throws IllegalArgumentException if the buffer is of another device
  /// @throws IllegalStateException if the buffer is closed, or a submission of these bindings is
  ///   pending
  Bindings bind(String name, DeviceBuffer buffer);
}
