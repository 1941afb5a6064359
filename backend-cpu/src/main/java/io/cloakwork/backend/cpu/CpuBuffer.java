package io.cloakwork.backend.cpu;

import io.cloakwork.backend.cpu.kernel.LimbKernels;
import io.cloakwork.backend.cpu.kernel.Rows;
import io.cloakwork.backend.cpu.tile.RowLayout;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import java.lang.foreign.MemorySegment;

/// Words on the Java heap: one array for the rows of fast-lane limbs, one for the others.
final class CpuBuffer implements DeviceBuffer {

  private final CpuDevice device;
  private final RnsShape shape;
  private final RowLayout layout;
  private final UseCount uses = new UseCount(this::free);
  // Null once given back.
  private volatile Rows rows;

  CpuBuffer(CpuDevice device, RnsShape shape, RowLayout layout, Rows rows) {
    this.device = device;
    this.shape = shape;
    this.layout = layout;
    this.rows = rows;
  }

  CpuDevice device() {
    return device;
  }

  @Override
  public RnsShape shape() {
    return shape;
  }

  /// The words; the caller holds a use.
  Rows rows() {
    return rows;
  }

  /// Begins a use by a pending run.
  ///
  /// @throws IllegalStateException if closed
  void retain() {
    if (!uses.retain()) {
      throw closed();
    }
  }

  void release() {
    uses.release();
  }

  /// @throws IllegalStateException if closed
  void requireOpen() {
    device.requireOpen();
    if (uses.isClosed()) {
      throw closed();
    }
  }

  private IllegalStateException closed() {
    return new IllegalStateException("the buffer of shape " + shape + " is closed");
  }

  @Override
  public void upload(MemorySegment words) {
    requireBytes(words, shape.bytes());
    long[] staging = new long[LimbKernels.STAGING_WORDS];
    access(() -> forEachRow((item, poly, limb, at) -> load(words, at, item, poly, limb, staging)));
  }

  @Override
  public void upload(int item, int poly, int limb, MemorySegment row) {
    requireRow(item, poly, limb);
    requireBytes(row, rowBytes());
    long[] staging = new long[LimbKernels.STAGING_WORDS];
    access(() -> load(row, 0, item, poly, limb, staging));
  }

  @Override
  public void download(MemorySegment words) {
    requireBytes(words, shape.bytes());
    long[] staging = new long[LimbKernels.STAGING_WORDS];
    access(() -> forEachRow((item, poly, limb, at) -> store(words, at, item, poly, limb, staging)));
  }

  @Override
  public void download(int item, int poly, int limb, MemorySegment row) {
    requireRow(item, poly, limb);
    requireBytes(row, rowBytes());
    long[] staging = new long[LimbKernels.STAGING_WORDS];
    access(() -> store(row, 0, item, poly, limb, staging));
  }

  private void load(MemorySegment words, long at, int item, int poly, int limb, long[] staging) {
    try {
      device
          .kernels(shape.logN(), shape.basis().get(limb))
          .load(words, at, shape.domain(), rows, layout.offset(item, poly, limb), staging);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "item %d, polynomial %d, limb %d: %s".formatted(item, poly, limb, e.getMessage()), e);
    }
  }

  private void store(MemorySegment words, long at, int item, int poly, int limb, long[] staging) {
    device
        .kernels(shape.logN(), shape.basis().get(limb))
        .store(rows, layout.offset(item, poly, limb), shape.domain(), words, at, staging);
  }

  private interface RowAction {
    void at(int item, int poly, int limb, long byteOffset);
  }

  private void forEachRow(RowAction action) {
    long at = 0;
    for (int item = 0; item < shape.batch(); item++) {
      for (int poly = 0; poly < shape.polys(); poly++) {
        for (int limb = 0; limb < shape.limbs(); limb++) {
          action.at(item, poly, limb, at);
          at += rowBytes();
        }
      }
    }
  }

  private long rowBytes() {
    return (long) shape.degree() * Long.BYTES;
  }

  /// Touches the words at once if no run uses them, else between the runs that do and the next: a
  /// place in the queue holds up the workers and waits for runs of strangers, who on a busy device
  /// are always there.
  private void access(Runnable action) {
    requireOpen();
    if (!uses.enter()) {
      throw closed();
    }
    try {
      if (uses.hasRuns()) {
        device.workers().inTurn(action);
      } else {
        action.run();
      }
    } finally {
      uses.leave();
    }
  }

  private void requireBytes(MemorySegment words, long bytes) {
    if (words.byteSize() < bytes) {
      throw new IllegalArgumentException(
          "%,d bytes for shape %s, which needs %,d".formatted(words.byteSize(), shape, bytes));
    }
  }

  private void requireRow(int item, int poly, int limb) {
    if (item < 0
        || item >= shape.batch()
        || poly < 0
        || poly >= shape.polys()
        || limb < 0
        || limb >= shape.limbs()) {
      throw new IllegalArgumentException(
          "item %d, polynomial %d, limb %d are not in shape %s".formatted(item, poly, limb, shape));
    }
  }

  @Override
  public void close() {
    uses.close();
  }

  private void free() {
    Rows freed = rows;
    rows = null;
    device.free(this, freed);
  }
}
