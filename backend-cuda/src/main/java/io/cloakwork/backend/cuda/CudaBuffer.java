package io.cloakwork.backend.cuda;

import io.cloakwork.kernels.runtime.CanonicalWords;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.uniform.UniformSource;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Canonical words on the device, in the contract's order.
final class CudaBuffer implements DeviceBuffer {

  private final CudaDevice device;
  private final RnsShape shape;
  // Null once given back; guarded by the device's lock.
  private DeviceWords words;

  CudaBuffer(CudaDevice device, RnsShape shape, DeviceWords words) {
    this.device = device;
    this.shape = shape;
    this.words = words;
  }

  CudaDevice device() {
    return device;
  }

  @Override
  public RnsShape shape() {
    return shape;
  }

  /// The words; the caller holds the device's lock.
  ///
  /// @throws IllegalStateException if closed
  DeviceWords words() {
    device.requireOpen();
    if (words == null) {
      throw new IllegalStateException("the buffer of shape " + shape + " is closed");
    }
    return words;
  }

  boolean isClosed() {
    return words == null;
  }

  @Override
  public void upload(MemorySegment from) {
    CanonicalWords.requireBytes(shape, from, shape.bytes());
    uploadRows(0, shape.rows(), from);
  }

  @Override
  public void upload(int item, int poly, int limb, MemorySegment from) {
    int row = shape.checkedRow(item, poly, limb);
    CanonicalWords.requireBytes(shape, from, rowBytes());
    uploadRows(row, 1, from);
  }

  @Override
  public void download(MemorySegment to) {
    CanonicalWords.requireBytes(shape, to, shape.bytes());
    downloadRows(0, shape.rows(), to);
  }

  @Override
  public void download(int item, int poly, int limb, MemorySegment to) {
    int row = shape.checkedRow(item, poly, limb);
    CanonicalWords.requireBytes(shape, to, rowBytes());
    downloadRows(row, 1, to);
  }

  private void uploadRows(int first, int count, MemorySegment from) {
    device
        .uploads()
        .upload(
            this,
            first * rowBytes(),
            count * rowBytes(),
            rowBytes(),
            (window, done, bytes) ->
                CanonicalWords.copyRows(
                    shape,
                    first + (int) (done / rowBytes()),
                    (int) (bytes / rowBytes()),
                    from,
                    done,
                    window));
  }

  private void downloadRows(int first, int count, MemorySegment to) {
    device
        .downloads()
        .download(
            this,
            first * rowBytes(),
            count * rowBytes(),
            rowBytes(),
            (window, done, bytes) -> MemorySegment.copy(window, 0, to, done, bytes));
  }

  /// On the device where its tuning says so, else as every buffer does.
  @Override
  public void expand(UniformSource source, List<UniformSource.Target> targets) {
    if (!device.expandsSeeds()) {
      DeviceBuffer.super.expand(source, targets);
      return;
    }
    source.requireFits(shape, targets);
    device.expand(this, source, targets);
  }

  private long rowBytes() {
    return (long) shape.degree() * Long.BYTES;
  }

  @Override
  public void close() {
    device.close(this);
  }

  /// Gives the words back; the caller holds the device's lock.
  void release(DeviceMemory memory) {
    if (words != null) {
      memory.free(words);
      words = null;
    }
  }
}
