package io.cloakwork.backend.cpu;

import io.cloakwork.backend.cpu.kernel.KernelTable;
import io.cloakwork.backend.cpu.kernel.LimbKernels;
import io.cloakwork.backend.cpu.kernel.Rows;
import io.cloakwork.backend.cpu.tile.RowLayout;
import io.cloakwork.backend.cpu.tile.TileCompiler;
import io.cloakwork.backend.cpu.tile.TileContext;
import io.cloakwork.backend.cpu.tile.TileProgram;
import io.cloakwork.backend.cpu.work.CoreAffinity;
import io.cloakwork.backend.cpu.work.TileWorkers;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.device.DeviceProfile;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.Modulus;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The processor as a device: kernels, workers and heap memory under a limit.
final class CpuDevice implements Device {

  private final String name;
  private final CacheTuning tuning;
  private final KernelTable kernels;
  private final CoreAffinity affinity;
  private final TileWorkers workers;
  private final TileContext[] contexts;
  private final TileCompiler compiler;
  private final DeviceMemory memory;
  private final Workspace workspace;
  private final Set<CpuBuffer> buffers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  CpuDevice(
      String name,
      KernelTable kernels,
      int threads,
      CoreAffinity affinity,
      CacheTuning tuning,
      long limitBytes) {
    this.name = name;
    this.tuning = tuning;
    this.kernels = kernels;
    this.affinity = affinity;
    this.workers = new TileWorkers("cloakwork-cpu", threads, affinity::bindCurrentThread);
    this.contexts = new TileContext[threads];
    java.util.Arrays.setAll(contexts, TileContext::new);
    this.compiler = new TileCompiler(threads, kernels, tuning.budget());
    this.memory = new DeviceMemory(name, limitBytes);
    this.workspace = new Workspace(memory);
  }

  @Override
  public DeviceProfile profile() {
    return DeviceFacts.profile(
        name, kernels, workers.count(), affinity, tuning, memory.limitBytes());
  }

  @Override
  public DeviceBuffer allocate(RnsShape shape) {
    requireOpen();
    RowLayout layout = new RowLayout(shape);
    Rows rows = allocateRows(shape, layout);
    CpuBuffer buffer = new CpuBuffer(this, shape, layout, rows);
    buffers.add(buffer);
    return buffer;
  }

  private Rows allocateRows(RnsShape shape, RowLayout layout) {
    try {
      return memory.allocate(layout.fastWords(), layout.wideWords(), shape.bytes());
    } catch (ArithmeticException e) { // more rows than an array can hold
      throw memory.outOfMemory(shape.bytes(), e);
    }
  }

  /// The same program whatever the reuse: compiling takes less than a run of most graphs.
  @Override
  public Executable compile(CommandGraph graph, Reuse reuse) {
    requireOpen();
    try {
      TileProgram program = compiler.compile(graph);
      Workspace.Need need = new Workspace.Need(program.fastWords(), program.wideWords());
      workspace.add(need);
      return new CpuExecutable(this, graph, program, need);
    } catch (ArithmeticException e) { // more rows than an array can hold
      throw memory.outOfMemory(graph.lifetimes().peakTemporaryBytes(), e);
    }
  }

  @Override
  public long allocatedBytes() {
    return memory.allocatedBytes();
  }

  @Override
  public void close() {
    closed = true;
    workers.close();
    kernels.close();
    buffers.forEach(CpuBuffer::close);
    workspace.close();
    memory.close();
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the device " + name + " is closed");
    }
  }

  /// @throws IllegalArgumentException if `buffer` is of another device
  @SuppressWarnings("ReferenceEquality") // a device is itself only
  CpuBuffer requireOwn(DeviceBuffer buffer) {
    if (buffer instanceof CpuBuffer own && own.device() == this) {
      return own;
    }
    throw new IllegalArgumentException(
        "the buffer of shape %s is not of device %s".formatted(buffer.shape(), name));
  }

  void free(CpuBuffer buffer, Rows rows) {
    buffers.remove(buffer);
    memory.free(rows, buffer.shape().bytes());
  }

  LimbKernels kernels(int logN, Modulus modulus) {
    return kernels.kernels(logN, modulus);
  }

  TileWorkers workers() {
    return workers;
  }

  TileContext[] contexts() {
    return contexts;
  }

  Workspace workspace() {
    return workspace;
  }
}
