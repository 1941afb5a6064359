package io.cloakwork.conformance.skeleton;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.BoundBuffers;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Value;

/// Names, shapes, completeness and aliasing are checked by [BoundBuffers]; whose buffer it is and
/// whether it is open are this backend's to know.
final class NullBindings implements Bindings {

  private final NullExecutable executable;
  private final CommandGraph graph;
  private final BoundBuffers buffers;

  NullBindings(NullExecutable executable) {
    this.executable = executable;
    this.graph = executable.graph();
    this.buffers = new BoundBuffers(graph);
  }

  NullExecutable executable() {
    return executable;
  }

  /// An asynchronous device refuses here while a submission of these bindings is pending.
  @Override
  public Bindings bind(String name, DeviceBuffer buffer) {
    if (!(buffer instanceof NullBuffer own) || own.device() != executable.device()) {
      throw new IllegalArgumentException("'" + name + "' is bound to another device's buffer");
    }
    own.requireOpen();
    buffers.bind(name, buffer);
    return this;
  }

  void requireReady() {
    buffers.requireComplete();
    for (Value value : graph.boundValues()) {
      ((NullBuffer) buffers.get(value)).requireOpen();
    }
  }
}
