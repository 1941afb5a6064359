package io.cloakwork.kernels.host;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Words in native memory, as the contract orders them.
final class HostBuffer implements DeviceBuffer {

  private final RnsShape shape;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment words;

  HostBuffer(RnsShape shape) {
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

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
