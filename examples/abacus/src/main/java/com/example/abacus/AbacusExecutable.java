package com.example.abacus;

import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsOp;
import io.cloakwork.spi.graph.Value;

/// A graph that runs command by command; a run has ended when `submit` returns.
final class AbacusExecutable implements Executable {

  private enum Done implements Completion {
    DONE;

    @Override
    public boolean isDone() {
      return true;
    }

    @Override
    public void await() {}
  }

  private final AbacusDevice device;
  private final CommandGraph graph;
  private final long temporaryBytes;
  private final long[][][] rowsByValue;
  private boolean closed;

  AbacusExecutable(AbacusDevice device, CommandGraph graph, long temporaryBytes) {
    this.device = device;
    this.graph = graph;
    this.temporaryBytes = temporaryBytes;
    this.rowsByValue = new long[graph.values().size()][][];
    for (Value value : graph.values()) {
      if (!value.isBound()) {
        rowsByValue[value.id()] = new long[value.shape().rows()][value.shape().degree()];
      }
    }
  }

  AbacusDevice device() {
    return device;
  }

  @Override
  public CommandGraph graph() {
    return graph;
  }

  @Override
  public ExecutableReport report() {
    return new ExecutableReport(
        graph.commands().size(),
        temporaryBytes,
        graph.lifetimes().boundBytes(),
        graph.commands().stream().map(RnsOp::toString).toList());
  }

  @Override
  public Bindings newBindings() {
    return new AbacusBindings(this);
  }

  @Override
  public Completion submit(Bindings bindings, Completion... waits) {
    if (!(bindings instanceof AbacusBindings own) || own.executable() != this) {
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
      own.requireComplete();
      for (Value value : graph.boundValues()) {
        rowsByValue[value.id()] = own.rows(value);
      }
      Commands commands = new Commands(device, rowsByValue);
      graph.commands().forEach(commands::run);
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
