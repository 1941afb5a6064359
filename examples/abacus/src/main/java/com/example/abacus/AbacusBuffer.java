package com.example.abacus;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.Modulus;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Rows of words, in the contract's order and form. A device with a form of its own converts on the
/// way in and back on the way out.
final class AbacusBuffer implements DeviceBuffer {

  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  private final AbacusDevice device;
  private final RnsShape shape;
  private long[][] rows;

  AbacusBuffer(AbacusDevice device, RnsShape shape) {
    this.device = device;
    this.shape = shape;
    this.rows = new long[shape.rows()][shape.degree()];
  }

  AbacusDevice device() {
    return device;
  }

  /// The words; the caller holds the device's lock.
  long[][] rows() {
    requireOpen();
    return rows;
  }

  @Override
  public RnsShape shape() {
    return shape;
  }

  @Override
  public void upload(MemorySegment words) {
    requireLength(words, shape.bytes());
    synchronized (device) {
      requireOpen();
      for (int row = 0; row < rows.length; row++) {
        uploadRow(row, words.asSlice(row * rowBytes(), rowBytes()));
      }
    }
  }

  @Override
  public void upload(int item, int poly, int limb, MemorySegment row) {
    requireLength(row, rowBytes());
    synchronized (device) {
      requireOpen();
      uploadRow(shape.checkedRow(item, poly, limb), row);
    }
  }

  @Override
  public void download(MemorySegment words) {
    requireLength(words, shape.bytes());
    synchronized (device) {
      requireOpen();
      for (int row = 0; row < rows.length; row++) {
        MemorySegment.copy(rows[row], 0, words, WORD, row * rowBytes(), shape.degree());
      }
    }
  }

  @Override
  public void download(int item, int poly, int limb, MemorySegment row) {
    requireLength(row, rowBytes());
    synchronized (device) {
      requireOpen();
      int from = shape.checkedRow(item, poly, limb);
      MemorySegment.copy(rows[from], 0, row, WORD, 0, shape.degree());
    }
  }

  private void uploadRow(int row, MemorySegment words) {
    Modulus modulus = shape.basis().get(row % shape.limbs());
    for (int k = 0; k < shape.degree(); k++) {
      long word = words.get(WORD, (long) k * Long.BYTES);
      if (word < 0 || word >= modulus.value()) {
        throw new IllegalArgumentException(
            "polynomial %d, limb %d: word %d is %s, not in [0, %s)"
                .formatted(
                    row / shape.limbs() % shape.polys(),
                    row % shape.limbs(),
                    k,
                    Long.toUnsignedString(word),
                    modulus));
      }
      rows[row][k] = word;
    }
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
      throw new IllegalStateException("the buffer is closed");
    }
  }

  @Override
  public void close() {
    synchronized (device) {
      if (rows != null) {
        rows = null;
        device.release(shape.bytes());
      }
    }
  }
}
