package io.cloakwork.backend.sim;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.DeviceBuffer;

/// Bindings of the executing device, to which this device's buffers are translated.
final class SimBindings implements Bindings {

  private final SimExecutable executable;
  private final Bindings exact;

  SimBindings(SimExecutable executable, Bindings exact) {
    this.executable = executable;
    this.exact = exact;
  }

  SimExecutable executable() {
    return executable;
  }

  Bindings exact() {
    return exact;
  }

  @Override
  public Bindings bind(String name, DeviceBuffer buffer) {
    if (!(buffer instanceof SimBuffer own) || own.device() != executable.device()) {
      throw new IllegalArgumentException("the buffer bound to '" + name + "' is of another device");
    }
    exact.bind(name, own.exact());
    return this;
  }
}
