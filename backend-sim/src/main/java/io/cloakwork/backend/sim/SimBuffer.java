package io.cloakwork.backend.sim;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.uniform.UniformSource;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// A buffer of the executing device, whose transfers are counted.
final class SimBuffer implements DeviceBuffer {

  private final SimDevice device;
  private final DeviceBuffer exact;

  SimBuffer(SimDevice device, DeviceBuffer exact) {
    this.device = device;
    this.exact = exact;
  }

  SimDevice device() {
    return device;
  }

  /// The buffer that has the words.
  DeviceBuffer exact() {
    return exact;
  }

  @Override
  public RnsShape shape() {
    return exact.shape();
  }

  @Override
  public void upload(MemorySegment words) {
    exact.upload(words);
    device.clock().move(shape().bytes());
  }

  @Override
  public void upload(int item, int poly, int limb, MemorySegment row) {
    exact.upload(item, poly, limb, row);
    device.clock().move(rowBytes());
  }

  @Override
  public void download(MemorySegment words) {
    exact.download(words);
    device.clock().move(shape().bytes());
  }

  @Override
  public void download(int item, int poly, int limb, MemorySegment row) {
    exact.download(item, poly, limb, row);
    device.clock().move(rowBytes());
  }

  private long rowBytes() {
    return (long) shape().degree() * Long.BYTES;
  }

  /// Only the seed crosses.
  @Override
  public void expand(UniformSource source, List<UniformSource.Target> targets) {
    exact.expand(source, targets);
    device.clock().move(source.seed().length);
  }

  @Override
  public void close() {
    exact.close();
  }
}
