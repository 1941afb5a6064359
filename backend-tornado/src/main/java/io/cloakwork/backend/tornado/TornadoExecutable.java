package io.cloakwork.backend.tornado;

import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Value;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.exceptions.TornadoInternalError;

/// A graph as a plan of TornadoVM's, compiled once. A run copies bound words to the arrays that the
/// plan was compiled for, executes it, copies outputs back, and has ended when `submit` returns.
final class TornadoExecutable implements Executable {

  private enum Done implements Completion {
    DONE;

    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public void await() {}
  }

  private final TornadoBackendDevice device;
  private final GraphTasks tasks;
  private final TornadoExecutionPlan plan;
  private final long arrayBytes;
  private boolean closed;

  /// @param arrayBytes what was reserved for the arrays of all values, to be released at the end
  /// @throws BackendException if TornadoVM cannot compile the tasks
  TornadoExecutable(TornadoBackendDevice device, GraphTasks tasks, long arrayBytes) {
    this.device = device;
    this.tasks = tasks;
    this.arrayBytes = arrayBytes;
    this.plan = new TornadoExecutionPlan(tasks.taskGraph().snapshot());
    guarded("compile", () -> plan.withDevice(device.handle()).withPreCompilation());
  }

  TornadoBackendDevice device() {
    return device;
  }

  @Override
  public CommandGraph graph() {
    return tasks.graph();
  }

  @Override
  public ExecutableReport report() {
    return new ExecutableReport(
        tasks.descriptions().size(),
        arrayBytes,
        graph().lifetimes().boundBytes(),
        tasks.descriptions());
  }

  @Override
  public Bindings newBindings() {
    return new TornadoBindings(this);
  }

  @Override
  public Completion submit(Bindings bindings, Completion... waits) {
    if (!(bindings instanceof TornadoBindings own) || own.executable() != this) {
      throw new IllegalStateException("the bindings belong to another executable");
    }
    for (Completion wait : waits) {
      wait.await();
    }
    synchronized (device) {
      device.requireOpen();
      if (closed) {
        throw new IllegalStateException("the executable is closed");
      }
      own.requireReady();
      run(own);
    }
    return Done.DONE;
  }

  private void run(TornadoBindings bindings) {
    for (Value value : graph().boundValues()) {
      if (value.role() != Value.Role.OUTPUT) {
        bindings.buffer(value).copyTo(tasks.array(value));
      }
    }
    guarded("run", plan::execute);
    for (Value value : graph().boundValues()) {
      if (value.role() == Value.Role.OUTPUT) {
        bindings.buffer(value).copyFrom(tasks.array(value));
      }
    }
  }

  private void guarded(String verb, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException | TornadoInternalError e) {
      throw new BackendException(
          "TornadoVM cannot %s %d tasks on %s: %s"
              .formatted(verb, tasks.descriptions().size(), device.profile().name(), e),
          e);
    }
  }

  @Override
  public void close() {
    synchronized (device) {
      if (closed) {
        return;
      }
      closed = true;
      device.release(arrayBytes);
      try {
        plan.close();
      } catch (TornadoExecutionPlanException e) {
        throw new BackendException("TornadoVM cannot close a plan: " + e.getMessage(), e);
      }
    }
  }
}
