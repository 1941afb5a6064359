package com.example.abacus;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.BoundBuffers;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.Value;

/// Names, shapes, completeness and aliasing are [BoundBuffers]' affair.
final class AbacusBindings implements Bindings {

  private final AbacusExecutable executable;
  private final BoundBuffers buffers;

  AbacusBindings(AbacusExecutable executable) {
    this.executable = executable;
    this.buffers = new BoundBuffers(executable.graph());
  }

  AbacusExecutable executable() {
    return executable;
  }

  @Override
  public Bindings bind(String name, DeviceBuffer buffer) {
    if (!(buffer instanceof AbacusBuffer own) || own.device() != executable.device()) {
      throw new IllegalArgumentException("'" + name + "' is bound to another device's buffer");
    }
    own.requireOpen();
    buffers.bind(name, buffer);
    return this;
  }

  void requireComplete() {
    buffers.requireComplete();
  }

  long[][] rows(Value value) {
    return ((AbacusBuffer) buffers.get(value)).rows();
  }
}
