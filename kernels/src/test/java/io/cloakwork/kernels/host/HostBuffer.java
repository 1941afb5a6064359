package io.cloakwork.kernels.host;

import io.cloakwork.kernels.launch.ExpansionPlan;
import io.cloakwork.kernels.launch.LaunchPlan;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.uniform.UniformSource;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Words in native memory, as the contract orders them.
final class HostBuffer implements DeviceBuffer {

  private final HostDevice device;
  private final RnsShape shape;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment words;

  HostBuffer(HostDevice device, RnsShape shape) {
    this.device = device;
    this.shape = shape;
    this.words = arena.allocate(shape.bytes(), 64);
  }

  MemorySegment words() {
    return words;
  }

  @Override
  public RnsShape shape() {
    return shape;
  }

  @Override
  public void upload(MemorySegment from) {
    MemorySegment.copy(from, 0, words, 0, shape.bytes());
  }

  @Override
  public void upload(int item, int poly, int limb, MemorySegment row) {
    throw new UnsupportedOperationException("rows are not uploaded to the host's kernels");
  }

  @Override
  public void download(MemorySegment to) {
    MemorySegment.copy(words, 0, to, 0, shape.bytes());
  }

  @Override
  public void download(int item, int poly, int limb, MemorySegment row) {
    throw new UnsupportedOperationException("rows are not downloaded from the host's kernels");
  }

  /// By the kernel.
  @Override
  public void expand(UniformSource source, List<UniformSource.Target> targets) {
    if (!arena.scope().isAlive()) {
      throw new IllegalStateException("the buffer is closed");
    }
    LaunchPlan plan = ExpansionPlan.of(shape, source, targets, device.tuning());
    try (HostLaunches launches = new HostLaunches(device, plan, 0)) {
      launches.run(_ -> words);
    }
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
