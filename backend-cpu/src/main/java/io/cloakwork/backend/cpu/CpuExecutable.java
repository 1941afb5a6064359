package io.cloakwork.backend.cpu;

import io.cloakwork.backend.cpu.tile.TileProgram;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.function.Consumer;

/// A tile program on its device.
final class CpuExecutable implements Executable {

  private final CpuDevice device;
  private final CommandGraph graph;
  private final TileProgram program;
  private final Workspace.Need need;
  private final UseCount runs;
  // The two ways of handing a run over, made once: submitting allocates nothing.
  private final Consumer<CpuBindings> submit;
  private final Consumer<CpuBindings> runToEnd;

  /// The caller has made room for `need` in the device's workspace.
  CpuExecutable(CpuDevice device, CommandGraph graph, TileProgram program, Workspace.Need need) {
    this.device = device;
    this.graph = graph;
    this.program = program;
    this.need = need;
    this.runs = new UseCount(() -> device.workspace().remove(need));
    this.submit = device.workers()::submit;
    this.runToEnd = device.workers()::run;
  }

  CpuDevice device() {
    return device;
  }

  @Override
  public CommandGraph graph() {
    return graph;
  }

  @Override
  public ExecutableReport report() {
    return new ExecutableReport(
        program.stagesOfBlock(),
        need.bytes(),
        graph.lifetimes().boundBytes(),
        program.description());
  }

  @Override
  public Bindings newBindings() {
    requireOpen();
    return new CpuBindings(this, program, device.contexts());
  }

  /// Completions of this device are not waited for: its runs follow each other anyway.
  @Override
  public Completion submit(Bindings bindings, Completion... waits) {
    CpuBindings own = requireOwn(bindings);
    for (Completion wait : waits) {
      if (!(wait instanceof CpuBindings other && other.executable().device() == device)) {
        wait.await();
      }
    }
    begin(own, submit);
    return own;
  }

  @Override
  public void run(Bindings bindings) {
    begin(requireOwn(bindings), runToEnd);
  }

  /// Takes hold of what the run needs and hands it over.
  private void begin(CpuBindings own, Consumer<CpuBindings> start) {
    device.requireOpen();
    if (!runs.retain()) {
      throw new IllegalStateException("the executable is closed");
    }
    try {
      own.retain(device.workspace().rows());
    } catch (RuntimeException e) {
      runs.release();
      throw e;
    }
    try {
      start.accept(own);
    } catch (IllegalStateException e) { // closed in the meantime
      own.finished();
      throw e;
    }
  }

  @SuppressWarnings("ReferenceEquality") // an executable is itself only
  private CpuBindings requireOwn(Bindings bindings) {
    if (!(bindings instanceof CpuBindings own) || own.executable() != this) {
      throw new IllegalStateException("the bindings belong to another executable");
    }
    if (!own.isDone()) {
      throw new IllegalStateException("a submission of these bindings is still pending");
    }
    return own;
  }

  private void requireOpen() {
    device.requireOpen();
    if (runs.isClosed()) {
      throw new IllegalStateException("the executable is closed");
    }
  }

  void endRun() {
    runs.release();
  }

  @Override
  public void close() {
    runs.close();
  }
}
