package io.cloakwork.backend.reference;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.Modulus;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A buffer as rows of N canonical residues, in the order of [RnsShape#row].
final class ReferenceBuffer implements DeviceBuffer {

  // Segments over byte arrays promise no alignment.
  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  private final ReferenceDevice device;
  private final RnsShape shape;
  private long[][] rows;

  ReferenceBuffer(ReferenceDevice device, RnsShape shape) {
    this.device = device;
    this.shape = shape;
    this.rows = new long[shape.rows()][shape.degree()];
  }

  @Override
  public RnsShape shape() {
    return shape;
  }

  ReferenceDevice device() {
    return device;
  }

  /// The words themselves; the caller holds the device's order.
  long[][] rows() {
    requireOpen();
    return rows;
  }

  @Override
  public void upload(MemorySegment words) {
    requireLength(words, shape.bytes());
    synchronized (device.order()) {
      for (int row = 0; row < rows().length; row++) {
        uploadRow(row, words, row * rowBytes());
      }
    }
  }

  @Override
  public void upload(int item, int poly, int limb, MemorySegment row) {
    requireLength(row, rowBytes());
    synchronized (device.order()) {
      requireOpen();
      uploadRow(shape.checkedRow(item, poly, limb), row, 0);
    }
  }

  @Override
  public void download(MemorySegment words) {
    requireLength(words, shape.bytes());
    synchronized (device.order()) {
      for (int row = 0; row < rows().length; row++) {
        downloadRow(row, words, row * rowBytes());
      }
    }
  }

  @Override
  public void download(int item, int poly, int limb, MemorySegment row) {
    requireLength(row, rowBytes());
    synchronized (device.order()) {
      requireOpen();
      downloadRow(shape.checkedRow(item, poly, limb), row, 0);
    }
  }

  private void uploadRow(int row, MemorySegment words, long offset) {
    Modulus modulus = shape.basis().get(row % shape.limbs());
    for (int k = 0; k < shape.degree(); k++) {
      long word = words.get(WORD, offset + (long) k * Long.BYTES);
      if (word < 0 || word >= modulus.value()) {
        throw new IllegalArgumentException(
            "word %d of item %d, polynomial %d, limb %d is %s, not in [0, %s)"
                .formatted(
                    k,
                    row / shape.limbs() / shape.polys(),
                    row / shape.limbs() % shape.polys(),
                    row % shape.limbs(),
                    Long.toUnsignedString(word),
                    modulus));
      }
      rows[row][k] = word;
    }
  }

  private void downloadRow(int row, MemorySegment words, long offset) {
    MemorySegment.copy(rows[row], 0, words, WORD, offset, shape.degree());
  }

  private long rowBytes() {
    return (long) shape.degree() * Long.BYTES;
  }

  private static void requireLength(MemorySegment segment, long bytes) {
    if (segment.byteSize() < bytes) {
      throw new IllegalArgumentException(
          "a segment of %d bytes for %d bytes of words".formatted(segment.byteSize(), bytes));
    }
  }

  void requireOpen() {
    device.requireOpen();
    if (rows == null) {
      throw new IllegalStateException("the buffer of shape " + shape + " is closed");
    }
  }

  @Override
  public void close() {
    synchronized (device.order()) {
      if (rows != null) {
        rows = null;
        device.memory().release(shape.bytes());
      }
    }
  }
}
