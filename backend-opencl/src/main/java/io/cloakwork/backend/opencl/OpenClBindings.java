package io.cloakwork.backend.opencl;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.BoundBuffers;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.Value;

/// Which buffers a run works on, and the latest run that does. Guarded by the device's lock.
final class OpenClBindings implements Bindings {

  private final OpenClExecutable executable;
  private final BoundBuffers buffers;
  private boolean complete;
  // Null before the first submission.
  private OpenClRun latest;

  OpenClBindings(OpenClExecutable executable) {
    this.executable = executable;
    this.buffers = new BoundBuffers(executable.graph());
  }

  OpenClExecutable executable() {
    return executable;
  }

  @Override
  public Bindings bind(String name, DeviceBuffer buffer) {
    OpenClDevice device = executable.device();
    OpenClBuffer own = device.requireOwn(buffer);
    device.inOrder(
        "binding a buffer",
        () -> {
          if (isPending()) {
            throw new IllegalStateException(
                "'%s' cannot be bound while a submission of these bindings is pending"
                    .formatted(name));
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

  void submitted(OpenClRun run) {
    latest = run;
  }

  /// @throws IllegalStateException if something is not bound, or a buffer is closed
  void requireUsable() {
    if (!complete) {
      buffers.requireComplete();
      complete = true;
    }
    for (Value value : executable.graph().boundValues()) {
      if (buffer(value).isClosed()) {
        throw new IllegalStateException(
            "the buffer bound to '%s' is closed".formatted(value.name()));
      }
    }
  }

  private OpenClBuffer buffer(Value value) {
    return (OpenClBuffer) buffers.get(value);
  }

  DeviceWords words(Value value) {
    return buffer(value).words();
  }
}
