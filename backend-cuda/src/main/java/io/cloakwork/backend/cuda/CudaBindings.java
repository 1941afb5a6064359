package io.cloakwork.backend.cuda;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.BoundBuffers;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.Value;

/// Which buffers a run works on, and the latest run that does. Guarded by the device's lock.
final class CudaBindings implements Bindings {

  private final CudaExecutable executable;
  private final BoundBuffers buffers;
  // An array, since walking a list leaves an iterator behind.
  private final Value[] values;
  private boolean complete;
  // Null before the first submission.
  private CudaRun latest;

  CudaBindings(CudaExecutable executable) {
    this.executable = executable;
    this.buffers = new BoundBuffers(executable.graph());
    this.values = executable.graph().boundValues().toArray(Value[]::new);
  }

  CudaExecutable executable() {
    return executable;
  }

  @Override
  public Bindings bind(String name, DeviceBuffer buffer) {
    CudaDevice device = executable.device();
    CudaBuffer own = device.requireOwn(buffer);
    device.inOrder(_ -> {
      if (isPending()) {
        throw new IllegalStateException(
            "'%s' cannot be bound while a submission of these bindings is pending".formatted(name));
      }
      own.words();
      buffers.bind(name, own);
      complete = false;
    });
    return this;
  }

  boolean isPending() {
    return latest != null && !latest.isDone();
  }

  void submitted(CudaRun run) {
    latest = run;
  }

  /// @throws IllegalStateException if something is not bound, or a buffer is closed
  void requireUsable() {
    if (!complete) {
      buffers.requireComplete();
      complete = true;
    }
    for (Value value : values) {
      if (buffer(value).isClosed()) {
        throw new IllegalStateException(
            "the buffer bound to '%s' is closed".formatted(value.name()));
      }
    }
  }

  private CudaBuffer buffer(Value value) {
    return (CudaBuffer) buffers.get(value);
  }

  DeviceWords words(Value value) {
    return buffer(value).words();
  }
}
