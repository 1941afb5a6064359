package io.cloakwork.spi.device;

import io.cloakwork.spi.graph.CommandGraph;

/// Another executable but for what a subclass overrides. Bindings are the other's.
public abstract class ForwardingExecutable implements Executable {

  private final Executable executable;

  /// @param executable that is closed with this one
  protected ForwardingExecutable(Executable executable) {
    this.executable = executable;
  }

  @Override
  public CommandGraph graph() {
    return executable.graph();
  }

  @Override
  public ExecutableReport report() {
    return executable.report();
  }

  @Override
  public Bindings newBindings() {
    return executable.newBindings();
  }

  @Override
  public Completion submit(Bindings bindings, Completion... waits) {
    return executable.submit(bindings, waits);
  }

  @Override
  public void close() {
    executable.close();
  }
}
