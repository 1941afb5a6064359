package io.cloakwork.spi.device;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;

/// An open accelerator. Thread-safe. Submissions take effect in the order in which they were made,
/// and uploads and downloads take their place in that order too.
public interface Device extends AutoCloseable {

  /// What the device is and can do.
  DeviceProfile profile();

  /// Allocates words of undefined content.
  ///
  /// @throws DeviceOutOfMemoryException if they do not fit; the device stays usable
  DeviceBuffer allocate(RnsShape shape);

  /// Compiles a graph. The result is immutable and may be submitted any number of times.
  ///
  /// @throws UnsupportedGraphException if the device's [Capabilities] do not cover the graph
  /// @throws DeviceOutOfMemoryException if its temporaries do not fit
  Executable compile(CommandGraph graph, Reuse reuse);

  /// Bytes now allocated for buffers and temporaries.
  long allocatedBytes();

  /// Waits for what was submitted, then gives everything back. A closed device and its buffers and
  /// executables throw [IllegalStateException]; closing any of them once more is harmless.
  @Override
  void close();
}
