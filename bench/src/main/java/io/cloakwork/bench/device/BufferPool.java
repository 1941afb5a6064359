package io.cloakwork.bench.device;

import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// Buffers of random residues that programs which never run at the same time share, so that forty
/// programs need the memory of the largest. One thread.
public final class BufferPool implements AutoCloseable {

  private static final long SEED = 20260101;

  private final Device device;
  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Map<RnsShape, List<DeviceBuffer>> buffers = new HashMap<>();

  /// Buffers of `device`, which stays the caller's.
  public BufferPool(Device device) {
    this.device = device;
  }

  /// The buffer of that shape and number, made when it is first asked for.
  ///
  /// @param number from 0, without gaps
  DeviceBuffer get(RnsShape shape, int number) {
    List<DeviceBuffer> ofShape = buffers.computeIfAbsent(shape, _ -> new ArrayList<>());
    if (number == ofShape.size()) {
      DeviceBuffer buffer = device.allocate(shape);
      ofShape.add(buffer);
      RandomResidues.fill(buffer, random);
    }
    return ofShape.get(number);
  }

  @Override
  public void close() {
    buffers.values().forEach(ofShape -> ofShape.forEach(DeviceBuffer::close));
    buffers.clear();
  }
}
