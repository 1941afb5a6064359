package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.Hardware;
import io.cloakwork.backend.cuda.driver.PinnedMemory;
import io.cloakwork.backend.cuda.driver.Programs;
import io.cloakwork.backend.cuda.driver.Session;
import io.cloakwork.kernels.launch.LaunchPlan;
import io.cloakwork.kernels.launch.LaunchPlanner;
import io.cloakwork.kernels.runtime.BufferSlots;
import io.cloakwork.kernels.runtime.TwiddleTables;
import io.cloakwork.kernels.runtime.Workspace;
import io.cloakwork.spi.device.Capabilities;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.uniform.UniformSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// An NVIDIA device. One lock orders what is given to its streams, and nobody waits for the device
/// while holding it, but for memory. Uploads and downloads have windows of pinned memory of their
/// own, whose locks are taken before.
final class CudaDevice implements Device {

  private final Session session;
  private final DeviceTuning tuning;
  private final LaunchMode mode;
  private final Programs programs;
  private final DeviceMemory memory;
  private final Workspace<DeviceWords> workspace;
  private final TwiddleTables<DeviceWords> twiddles;
  private final PointerTables pointerTables;
  private final SeedLauncher seeds;
  private final Staging uploads = new Staging(this);
  private final Staging downloads = new Staging(this);
  private final Object order = new Object();
  private final Set<CudaBuffer> buffers = new HashSet<>();
  private final Set<CudaExecutable> executables = new HashSet<>();
  // Oldest first; runs end in this order.
  private final Deque<CudaRun> pending = new ArrayDeque<>();
  private volatile boolean closed;

  CudaDevice(Session session, DeviceTuning tuning, LaunchMode mode, long limitBytes) {
    this.session = session;
    this.tuning = tuning;
    this.mode = mode;
    this.programs = new Programs(session);
    this.memory = new DeviceMemory(session, limitBytes);
    this.workspace = new Workspace<>(memory);
    this.twiddles = new TwiddleTables<>(memory);
    this.pointerTables = new PointerTables(session);
    this.seeds = new SeedLauncher(session, tuning.tuning(), programs, memory);
  }

  String name() {
    return hardware().name();
  }

  private Hardware hardware() {
    return session.hardware();
  }

  @Override
  public DeviceProfile profile() {
    return DeviceFacts.profile(hardware(), tuning, memory.limitBytes(), mode);
  }

  /// Does something that has its place in the device's order.
  ///
  /// @throws IllegalStateException if the device is closed
  /// @throws io.cloakwork.spi.device.DeviceLostException if it is lost
  /// @throws io.cloakwork.spi.device.BackendException if the driver fails
  void inOrder(Consumer<Session> action) {
    supplyInOrder(given -> {
      action.accept(given);
      return null;
    });
  }

  private <T> T supplyInOrder(Function<Session, T> action) {
    synchronized (order) {
      requireOpen();
      session.enter();
      return action.apply(session);
    }
  }

  @Override
  public DeviceBuffer allocate(RnsShape shape) {
    return supplyInOrder(_ -> {
      CudaBuffer buffer = new CudaBuffer(this, shape, memory.allocate(shape.bytes()));
      buffers.add(buffer);
      return buffer;
    });
  }

  @Override
  public Executable compile(CommandGraph graph, Reuse reuse) {
    Capabilities.all().require(graph);
    return supplyInOrder(_ -> {
      LaunchPlan plan = plan(graph);
      long scratch = plan.scratchBytes(graph.logN());
      workspace.add(scratch);
      try {
        CudaExecutable executable = executable(graph, plan, reuse);
        executables.add(executable);
        return executable;
      } catch (RuntimeException e) {
        workspace.remove(scratch);
        throw e;
      }
    });
  }

  private LaunchPlan plan(CommandGraph graph) {
    try {
      return LaunchPlanner.plan(graph, tuning.tuning(), twiddles);
    } catch (ArithmeticException e) { // more rows than can be counted
      DeviceOutOfMemoryException exception =
          new DeviceOutOfMemoryException(
              name(),
              graph.lifetimes().peakTemporaryBytes(),
              memory.limitBytes() - memory.allocatedBytes());
      exception.initCause(e);
      throw exception;
    }
  }

  private CudaExecutable executable(CommandGraph graph, LaunchPlan plan, Reuse reuse) {
    BufferSlots slots = new BufferSlots(plan);
    PlanTables tables = new PlanTables(memory, plan, slots.buffers().size());
    try {
      LaunchList launches = new LaunchList(plan, programs, slots, tables);
      LaunchGraph recorded =
          isRecorded(reuse, launches) ? new LaunchGraph(session, launches) : null;
      return new CudaExecutable(this, graph, plan, slots.buffers(), tables, launches, recorded);
    } catch (RuntimeException e) {
      memory.freeTables(tables.words());
      throw e;
    }
  }

  /// A graph costs more to make than to run once, and one launch is one command anyway.
  private boolean isRecorded(Reuse reuse, LaunchList launches) {
    return mode == LaunchMode.GRAPHS && launches.size() > 1 && reuse == Reuse.MANY;
  }

  CudaRun submit(CudaExecutable executable, CudaBindings bindings) {
    synchronized (order) {
      requireOpen();
      session.enter();
      forgetFinishedRuns();
      executable.requireSubmittable(bindings);
      CudaRun run = new CudaRun(this, session.takeEvent());
      try {
        executable.enqueue(session, bindings, run);
      } catch (RuntimeException e) {
        abandon(run);
        throw e;
      }
      pending.addLast(run);
      return run;
    }
  }

  /// Takes back what a run has that was not wholly given to the device, when what was given is
  /// done.
  private void abandon(CudaRun run) {
    try {
      session.finish();
    } catch (RuntimeException _) {
      // The caller throws what came first.
    }
    session.giveBack(run.event());
    takeTable(run);
  }

  /// Fills polynomials of a buffer from a seed.
  void expand(CudaBuffer buffer, UniformSource source, List<UniformSource.Target> targets) {
    inOrder(_ -> {
      CudaRun run = new CudaRun(this, session.takeEvent());
      try {
        seeds.enqueue(buffer.shape(), buffer.words(), source, targets, run);
      } catch (RuntimeException e) {
        abandon(run);
        throw e;
      }
      pending.addLast(run);
    });
  }

  private void forgetFinishedRuns() {
    while (!pending.isEmpty() && pending.getFirst().isDone()) {
      takeTable(pending.removeFirst());
    }
  }

  private void takeTable(CudaRun run) {
    PinnedMemory table = run.takeTable();
    if (table != null) {
      pointerTables.giveBack(table);
    }
  }

  @Override
  public long allocatedBytes() {
    synchronized (order) {
      return memory.allocatedBytes();
    }
  }

  /// A device that is lost is closed like any other; it can be opened again then.
  @Override
  public void close() {
    synchronized (uploads) {
      synchronized (downloads) {
        synchronized (order) {
          if (!closed) {
            release();
            closed = true;
          }
        }
      }
    }
  }

  private void release() {
    session.makeCurrent();
    try {
      session.finish();
    } catch (RuntimeException _) {
      // Each pending run says what happened.
    }
    pending.forEach(CudaRun::awaitWaiters);
    pending.clear();
    executables.forEach(executable -> executable.release(memory));
    executables.clear();
    buffers.forEach(buffer -> buffer.release(memory));
    buffers.clear();
    workspace.close();
    twiddles.close();
    pointerTables.close();
    uploads.close();
    downloads.close();
    programs.close();
    session.close();
  }

  void close(CudaBuffer buffer) {
    synchronized (order) {
      if (buffers.remove(buffer)) {
        session.makeCurrent();
        buffer.release(memory);
      }
    }
  }

  void close(CudaExecutable executable) {
    synchronized (order) {
      if (executables.remove(executable)) {
        session.makeCurrent();
        executable.release(memory);
      }
    }
  }

  /// The end of a download.
  void downloaded(DeviceWords words) {
    synchronized (order) {
      words.downloaded();
    }
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the device " + name() + " is closed");
    }
  }

  /// @throws IllegalArgumentException if `buffer` is of another device
  @SuppressWarnings("ReferenceEquality") // a device is itself only
  CudaBuffer requireOwn(DeviceBuffer buffer) {
    if (buffer instanceof CudaBuffer own && own.device() == this) {
      return own;
    }
    throw new IllegalArgumentException(
        "the buffer of shape %s is not of device %s".formatted(buffer.shape(), name()));
  }

  boolean isProfiled() {
    return mode == LaunchMode.TIMED;
  }

  /// Whether polynomials are made from seeds here, rather than on the host.
  boolean expandsSeeds() {
    return seeds.isUsed();
  }

  Session session() {
    return session;
  }

  Workspace<DeviceWords> workspace() {
    return workspace;
  }

  TwiddleTables<DeviceWords> twiddles() {
    return twiddles;
  }

  PointerTables pointerTables() {
    return pointerTables;
  }

  Staging uploads() {
    return uploads;
  }

  Staging downloads() {
    return downloads;
  }
}
