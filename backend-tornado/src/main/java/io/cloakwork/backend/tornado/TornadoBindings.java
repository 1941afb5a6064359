package io.cloakwork.backend.tornado;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.BoundBuffers;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.Value;

/// Buffers for the bound values of one executable. A submission holds the device's lock until it
/// has ended, and so does whoever binds: nobody sees one pending.
final class TornadoBindings implements Bindings {

  private final TornadoExecutable executable;
  private final BoundBuffers buffers;

  TornadoBindings(TornadoExecutable executable) {
    this.executable = executable;
    this.buffers = new BoundBuffers(executable.graph());
  }

  TornadoExecutable executable() {
    return executable;
  }

  @Override
  public Bindings bind(String name, DeviceBuffer buffer) {
    if (!(buffer instanceof TornadoBuffer own) || own.device() != executable.device()) {
      throw new IllegalArgumentException("'" + name + "' is bound to another device's buffer");
    }
    synchronized (executable.device()) {
      own.requireOpen();
      buffers.bind(name, buffer);
    }
    return this;
  }

  void requireReady() {
    buffers.requireComplete();
    for (Value value : executable.graph().boundValues()) {
      buffer(value).requireOpen();
    }
  }

  TornadoBuffer buffer(Value value) {
    return (TornadoBuffer) buffers.get(value);
  }
}
