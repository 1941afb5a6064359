package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.DriverErrors;
import io.cloakwork.backend.opencl.driver.Hardware;
import io.cloakwork.backend.opencl.driver.Programs;
import io.cloakwork.backend.opencl.driver.Session;
import io.cloakwork.kernels.launch.LaunchPlan;
import io.cloakwork.kernels.launch.LaunchPlanner;
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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jocl.CLException;

/// An OpenCL device. One lock orders what is given to its queue; nobody waits for the device while
/// holding it, but uploads and downloads.
final class OpenClDevice implements Device {

  private final Session session;
  private final DeviceTuning tuning;
  private final Programs programs;
  private final DeviceMemory memory;
  private final Workspace<DeviceWords> workspace;
  private final TwiddleTables<DeviceWords> twiddles;
  private final WordTransfer transfer;
  private final SeedLauncher seeds;
  private final Object order = new Object();
  private final Set<OpenClBuffer> buffers = new HashSet<>();
  private final Set<OpenClExecutable> executables = new HashSet<>();
  // Oldest first; runs end in this order.
  private final Deque<OpenClRun> pending = new ArrayDeque<>();
  private volatile boolean closed;

  OpenClDevice(Session session, DeviceTuning tuning, Programs programs, long limitBytes) {
    this.session = session;
    this.tuning = tuning;
    this.programs = programs;
    this.memory = new DeviceMemory(session, limitBytes);
    this.workspace = new Workspace<>(memory);
    this.twiddles = new TwiddleTables<>(memory);
    this.transfer = WordTransfer.of(session);
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
    return DeviceFacts.profile(hardware(), tuning, programs.texts(), memory.limitBytes());
  }

  /// Does something that has its place in the device's order.
  ///
  /// @throws IllegalStateException if the device is closed
  /// @throws io.cloakwork.spi.device.BackendException if the driver fails
  void inOrder(String doing, Runnable action) {
    supplyInOrder(
        doing,
        () -> {
          action.run();
          return null;
        });
  }

  private <T> T supplyInOrder(String doing, Supplier<T> action) {
    synchronized (order) {
      requireOpen();
      try {
        return action.get();
      } catch (CLException e) {
        throw DriverErrors.of(name(), doing, e);
      }
    }
  }

  @Override
  public DeviceBuffer allocate(RnsShape shape) {
    return supplyInOrder(
        "an allocation",
        () -> {
          OpenClBuffer buffer = new OpenClBuffer(this, shape, memory.allocate(shape.bytes()));
          buffers.add(buffer);
          return buffer;
        });
  }

  /// The same list whatever the reuse.
  @Override
  public Executable compile(CommandGraph graph, Reuse reuse) {
    Capabilities.all().require(graph);
    return supplyInOrder(
        "compiling a graph",
        () -> {
          LaunchPlan plan = plan(graph);
          long scratch = plan.scratchBytes(graph.logN());
          workspace.add(scratch);
          try {
            OpenClExecutable executable = executable(graph, plan);
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

  private OpenClExecutable executable(CommandGraph graph, LaunchPlan plan) {
    int[] records = plan.integers();
    long[] scalars = plan.constants();
    DeviceWords integers = memory.allocateTables((long) records.length * Integer.BYTES);
    DeviceWords constants = memory.allocateTables((long) scalars.length * Long.BYTES);
    session.write(integers.memory(), records);
    session.write(constants.memory(), 0, scalars);
    LaunchList launches = new LaunchList(plan, programs, integers, constants);
    return new OpenClExecutable(this, graph, plan, launches, integers, constants);
  }

  OpenClRun submit(OpenClExecutable executable, OpenClBindings bindings) {
    synchronized (order) {
      requireOpen();
      forgetFinishedRuns();
      OpenClRun run = new OpenClRun(this);
      try {
        executable.enqueue(bindings, run);
      } catch (CLException e) {
        throw DriverErrors.of(name(), "a submission", e);
      }
      pending.addLast(run);
      return run;
    }
  }

  private void forgetFinishedRuns() {
    while (!pending.isEmpty() && pending.getFirst().isDone()) {
      pending.removeFirst();
    }
  }

  @Override
  public long allocatedBytes() {
    synchronized (order) {
      return memory.allocatedBytes();
    }
  }

  @Override
  public void close() {
    synchronized (order) {
      if (closed) {
        return;
      }
      session.finish();
      pending.forEach(OpenClRun::isDone);
      pending.clear();
      Set.copyOf(executables).forEach(OpenClExecutable::release);
      executables.clear();
      buffers.forEach(buffer -> buffer.release(memory));
      buffers.clear();
      workspace.close();
      twiddles.close();
      programs.close();
      session.close();
      closed = true;
    }
  }

  void close(OpenClBuffer buffer) {
    synchronized (order) {
      if (buffers.remove(buffer)) {
        buffer.release(memory);
      }
    }
  }

  void close(OpenClExecutable executable) {
    synchronized (order) {
      if (executables.remove(executable)) {
        executable.release();
      }
    }
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the device " + name() + " is closed");
    }
  }

  /// @throws IllegalArgumentException if `buffer` is of another device
  @SuppressWarnings("ReferenceEquality") // a device is itself only
  OpenClBuffer requireOwn(DeviceBuffer buffer) {
    if (buffer instanceof OpenClBuffer own && own.device() == this) {
      return own;
    }
    throw new IllegalArgumentException(
        "the buffer of shape %s is not of device %s".formatted(buffer.shape(), name()));
  }

  Session session() {
    return session;
  }

  Programs programs() {
    return programs;
  }

  Workspace<DeviceWords> workspace() {
    return workspace;
  }

  TwiddleTables<DeviceWords> twiddles() {
    return twiddles;
  }

  WordTransfer transfer() {
    return transfer;
  }

  SeedLauncher seeds() {
    return seeds;
  }
}
