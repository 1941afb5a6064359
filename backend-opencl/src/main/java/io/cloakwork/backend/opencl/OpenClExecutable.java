package io.cloakwork.backend.opencl;

import io.cloakwork.kernels.launch.BufferRef;
import io.cloakwork.kernels.launch.LaunchPlan;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.List;

/// A launch list with the tables that it reads.
final class OpenClExecutable implements Executable {

  private final OpenClDevice device;
  private final CommandGraph graph;
  private final ExecutableReport report;
  private final LaunchList launches;
  private final List<BufferRef> slots;
  private final DeviceWords[] wordsOfSlot;
  private final DeviceWords[] tables;
  private boolean closed;

  /// The caller holds the device's lock, and has made room for the temporaries.
  ///
  /// @param tables the plan's integers and constants on the device
  OpenClExecutable(
      OpenClDevice device,
      CommandGraph graph,
      LaunchPlan plan,
      LaunchList launches,
      DeviceWords... tables) {
    this.device = device;
    this.graph = graph;
    this.launches = launches;
    this.slots = launches.slots();
    this.wordsOfSlot = new DeviceWords[slots.size()];
    this.tables = tables;
    this.report = plan.report(graph);
  }

  OpenClDevice device() {
    return device;
  }

  @Override
  public CommandGraph graph() {
    return graph;
  }

  @Override
  public ExecutableReport report() {
    return report;
  }

  @Override
  public Bindings newBindings() {
    device.inOrder("new bindings", this::requireOpen);
    return new OpenClBindings(this);
  }

  /// Completions of this device are not waited for: its runs follow each other anyway.
  @Override
  public Completion submit(Bindings bindings, Completion... waits) {
    if (!(bindings instanceof OpenClBindings own) || own.executable() != this) {
      throw new IllegalStateException("the bindings belong to another executable");
    }
    for (Completion wait : waits) {
      if (!(wait instanceof OpenClRun run && run.device() == device)) {
        wait.await();
      }
    }
    return device.submit(this, own);
  }

  /// Gives the launches to the queue; the caller holds the device's lock.
  void enqueue(OpenClBindings bindings, OpenClRun run) {
    requireOpen();
    if (bindings.isPending()) {
      throw new IllegalStateException("a submission of these bindings is still pending");
    }
    bindings.requireUsable();
    for (int i = 0; i < wordsOfSlot.length; i++) {
      wordsOfSlot[i] =
          switch (slots.get(i)) {
            case BufferRef.Bound bound -> bindings.words(bound.value());
            case BufferRef.Scratch _ -> device.workspace().words();
            case BufferRef.Twiddles twiddles -> device.twiddles().words(twiddles);
          };
    }
    launches.enqueue(device.session(), wordsOfSlot, run);
    bindings.submitted(run);
  }

  private void requireOpen() {
    device.requireOpen();
    if (closed) {
      throw new IllegalStateException("the executable is closed");
    }
  }

  @Override
  public void close() {
    device.close(this);
  }

  /// Gives everything back; the caller holds the device's lock. The driver keeps what pending runs
  /// use.
  void release() {
    if (!closed) {
      closed = true;
      launches.close();
      for (DeviceWords table : tables) {
        table.release();
      }
      device.workspace().remove(report.temporaryBytes());
    }
  }
}
