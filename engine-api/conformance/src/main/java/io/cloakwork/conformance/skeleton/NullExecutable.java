package io.cloakwork.conformance.skeleton;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.List;

/// A run that ends as it begins.
final class NullExecutable implements Executable {

  private enum Done implements Completion {
    DONE;

    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public void await() {}
  }

  private final NullDevice device;
  private final CommandGraph graph;
  private final long temporaryBytes;
  private boolean closed;

  NullExecutable(NullDevice device, CommandGraph graph, long temporaryBytes) {
    this.device = device;
    this.graph = graph;
    this.temporaryBytes = temporaryBytes;
  }

  NullDevice device() {
    return device;
  }

  @Override
  public CommandGraph graph() {
    return graph;
  }

  @Override
  public ExecutableReport report() {
    return new ExecutableReport(
        graph.commands().size(), temporaryBytes, graph.lifetimes().boundBytes(), List.of());
  }

  @Override
  public Bindings newBindings() {
    return new NullBindings(this);
  }

  @Override
  public Completion submit(Bindings bindings, Completion... waits) {
    if (!(bindings instanceof NullBindings own) || own.executable() != this) {
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
      // Run the commands here: an exhaustive switch over RnsOp, without default, so that javac
      // says what is missing.
    }
    return Done.DONE;
  }

  @Override
  public void close() {
    synchronized (device) {
      if (!closed) {
        closed = true;
        device.release(temporaryBytes);
      }
    }
  }
}
