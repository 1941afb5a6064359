package io.cloakwork.backend.opencl;

import io.cloakwork.kernels.runtime.CanonicalWords;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.uniform.UniformSource;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Canonical words on the device, in the contract's order.
final class OpenClBuffer implements DeviceBuffer {

  private final OpenClDevice device;
  private final RnsShape shape;
  // Null once given back; guarded by the device's lock.
  private DeviceWords words;

  OpenClBuffer(OpenClDevice device, RnsShape shape, DeviceWords words) {
    this.device = device;
    this.shape = shape;
    this.words = words;
  }

  OpenClDevice device() {
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
    int window = windowRows();
    device.inOrder(
        "an upload",
        () -> {
          for (int done = 0; done < count; done += window) {
            int start = done;
            int rows = Math.min(window, count - done);
            device
                .transfer()
                .write(
                    words(),
                    (first + start) * rowBytes(),
                    rows * rowBytes(),
                    to ->
                        CanonicalWords.copyRows(
                            shape, first + start, rows, from, start * rowBytes(), to));
          }
        });
  }

  private void downloadRows(int first, int count, MemorySegment to) {
    int window = windowRows();
    device.inOrder(
        "a download",
        () -> {
          for (int done = 0; done < count; done += window) {
            long at = done * rowBytes();
            long bytes = Math.min(window, count - done) * rowBytes();
            device
                .transfer()
                .read(
                    words(),
                    (first + done) * rowBytes(),
                    bytes,
                    from -> MemorySegment.copy(from, 0, to, at, bytes));
          }
        });
  }

  /// On the device where its tuning says so, else as every buffer does.
  @Override
  public void expand(UniformSource source, List<UniformSource.Target> targets) {
    if (!device.seeds().isUsed()) {
      DeviceBuffer.super.expand(source, targets);
      return;
    }
    source.requireFits(shape, targets);
    device.inOrder("an expansion", () -> device.seeds().run(shape, words(), source, targets));
  }

  private int windowRows() {
    return (int) Math.max(1, device.transfer().windowBytes() / rowBytes());
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
