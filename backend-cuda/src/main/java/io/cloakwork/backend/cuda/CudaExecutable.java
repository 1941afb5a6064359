package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.Session;
import io.cloakwork.kernels.launch.BufferRef;
import io.cloakwork.kernels.launch.LaunchPlan;
import io.cloakwork.spi.device.Bindings;
import io.cloakwork.spi.device.Completion;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.List;

/// A launch list with the tables that it reads, and a graph of it if it is to run often.
final class CudaExecutable implements Executable {

  private final CudaDevice device;
  private final CommandGraph graph;
  private final ExecutableReport report;
  private final LaunchList launches;
  // Null if the launches are given one by one.
  private final LaunchGraph recorded;
  private final BufferRef[] slots;
  private final DeviceWords[] wordsOfSlot;
  private final AddressTable addresses;
  private final PlanTables tables;
  private boolean closed;

  /// The caller holds the device's lock, and has made room for the temporaries.
  ///
  /// @param slots the buffers of the plan
  CudaExecutable(
      CudaDevice device,
      CommandGraph graph,
      LaunchPlan plan,
      List<BufferRef> slots,
      PlanTables tables,
      LaunchList launches,
      LaunchGraph recorded) {
    this.device = device;
    this.graph = graph;
    this.launches = launches;
    this.recorded = recorded;
    this.slots = slots.toArray(BufferRef[]::new);
    this.wordsOfSlot = new DeviceWords[slots.size()];
    this.addresses = new AddressTable(tables, slots.size());
    this.tables = tables;
    this.report = plan.report(graph);
  }

  CudaDevice device() {
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
    device.inOrder(_ -> requireOpen());
    return new CudaBindings(this);
  }

  /// Completions of this device are not waited for: its runs follow each other anyway.
  @Override
  public Completion submit(Bindings bindings, Completion... waits) {
    if (!(bindings instanceof CudaBindings own) || own.executable() != this) {
      throw new IllegalStateException("the bindings belong to another executable");
    }
    for (Completion wait : waits) {
      if (!(wait instanceof CudaRun run && run.device() == device)) {
        wait.await();
      }
    }
    return device.submit(this, own);
  }

  /// @throws IllegalStateException if the bindings cannot be submitted now
  void requireSubmittable(CudaBindings bindings) {
    requireOpen();
    if (bindings.isPending()) {
      throw new IllegalStateException("a submission of these bindings is still pending");
    }
    bindings.requireUsable();
  }

  /// Gives the launches to the stream, and the run's event after them; the caller holds the
  /// device's lock.
  void enqueue(Session session, CudaBindings bindings, CudaRun run) {
    for (int i = 0; i < slots.length; i++) {
      wordsOfSlot[i] = words(slots[i], bindings);
      wordsOfSlot[i].beforeLaunch(session);
      addresses.set(i, wordsOfSlot[i].address());
    }
    tables.words().beforeLaunch(session);
    addresses.update(session, device.pointerTables(), run);
    if (device.isProfiled()) {
      launches.enqueue(session, run.timed(session, launches.size()));
    } else if (recorded != null) {
      recorded.enqueue(session);
    } else {
      launches.enqueue(session);
    }
    run.end(session);
    for (DeviceWords words : wordsOfSlot) {
      words.launched(run);
    }
    tables.words().launched(run);
    bindings.submitted(run);
  }

  private DeviceWords words(BufferRef slot, CudaBindings bindings) {
    return switch (slot) {
      case BufferRef.Bound bound -> bindings.words(bound.value());
      case BufferRef.Scratch _ -> device.workspace().words();
      case BufferRef.Twiddles twiddles -> device.twiddles().words(twiddles);
    };
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

  /// Gives everything back; the caller holds the device's lock. Pending runs end first.
  void release(DeviceMemory memory) {
    if (!closed) {
      closed = true;
      if (recorded != null) {
        recorded.close();
      }
      memory.freeTables(tables.words());
      device.workspace().remove(report.temporaryBytes());
    }
  }
}
