package io.cloakwork.backend.reference;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.BoundBuffers;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.Value;
import java.util.concurrent.atomic.AtomicBoolean;

/// Bindings of one executable. `pending` is set from `submit` to its end, so that another thread
/// that rebinds or submits them meanwhile is told.
final class ReferenceBindings implements Bindings {

  private final ReferenceExecutable executable;
  private final BoundBuffers buffers;
  private final AtomicBoolean pending = new AtomicBoolean();

  ReferenceBindings(ReferenceExecutable executable) {
    this.executable = executable;
    this.buffers = new BoundBuffers(executable.graph());
  }

  ReferenceExecutable executable() {
    return executable;
  }

  @Override
  public Bindings bind(String name, DeviceBuffer buffer) {
    if (pending.get()) {
      throw new IllegalStateException(
          "'" + name + "' cannot be bound: a submission of these bindings is pending");
    }
    if (!(buffer instanceof ReferenceBuffer own) || own.device() != executable.device()) {
      throw new IllegalArgumentException("the buffer bound to '" + name + "' is of another device");
    }
    own.requireOpen();
    buffers.bind(name, buffer);
    return this;
  }

  void beginSubmission() {
    if (!pending.compareAndSet(false, true)) {
      throw new IllegalStateException("a submission of these bindings is pending");
    }
  }

  void endSubmission() {
    pending.set(false);
  }

  void requireComplete() {
    buffers.requireComplete();
  }

  /// The rows of the buffer bound to `value`.
  ///
  /// @throws IllegalStateException if the buffer is closed
  long[][] rows(Value value) {
    return ((ReferenceBuffer) buffers.get(value)).rows();
  }
}
