package io.cloakwork.backend.reference;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.Value;
import java.util.List;

/// A graph that runs command by command, in the graph's order, on the submitting thread.
final class ReferenceExecutable implements Executable {

  private enum Done implements Completion {
    DONE;

    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public void await() {}
  }

  private final ReferenceDevice device;
  private final CommandGraph graph;
  private boolean closed;

  ReferenceExecutable(ReferenceDevice device, CommandGraph graph) {
    this.device = device;
    this.graph = graph;
  }

  ReferenceDevice device() {
    return device;
  }

  @Override
  public CommandGraph graph() {
    return graph;
  }

  @Override
  public ExecutableReport report() {
    List<String> lines = graph.commands().stream().map(RnsOp::toString).toList();
    return new ExecutableReport(
        lines.size(),
        graph.lifetimes().peakTemporaryBytes(),
        graph.lifetimes().boundBytes(),
        lines);
  }

  @Override
  public Bindings newBindings() {
    return new ReferenceBindings(this);
  }

  @Override
  public Completion submit(Bindings bindings, Completion... waits) {
    if (!(bindings instanceof ReferenceBindings own) || own.executable() != this) {
      throw new IllegalStateException("the bindings belong to another executable");
    }
    own.beginSubmission();
    try {
      for (Completion wait : waits) {
        wait.await();
      }
      synchronized (device.order()) {
        requireOpen();
        own.requireComplete();
        run(own);
      }
    } finally {
      own.endSubmission();
    }
    return Done.DONE;
  }

  private void run(ReferenceBindings bindings) {
    Frame frame = new Frame(graph);
    for (Value value : graph.boundValues()) {
      frame.put(value, bindings.rows(value));
    }
    Interpreter interpreter = new Interpreter(device::transform);
    List<RnsOp> commands = graph.commands();
    for (int i = 0; i < commands.size(); i++) {
      frame.allocateFor(i);
      interpreter.run(commands.get(i), frame);
      frame.releaseAfter(i);
    }
  }

  private void requireOpen() {
    device.requireOpen();
    if (closed) {
      throw new IllegalStateException("the executable is closed");
    }
  }

  @Override
  public void close() {
    synchronized (device.order()) {
      if (!closed) {
        closed = true;
        device.memory().release(graph.lifetimes().peakTemporaryBytes());
      }
    }
  }
}
