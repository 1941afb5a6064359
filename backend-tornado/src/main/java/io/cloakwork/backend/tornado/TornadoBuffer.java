package io.cloakwork.backend.tornado;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.ring.Modulus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import uk.ac.manchester.tornado.api.types.arrays.LongArray;

/// Canonical words in native memory of the host. TornadoVM moves arrays between host and device on
/// its own account, once a run.
final class TornadoBuffer implements DeviceBuffer {

  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  private final TornadoBackendDevice device;
  private final RnsShape shape;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment memory;
  private boolean closed;

  TornadoBuffer(TornadoBackendDevice device, RnsShape shape) {
    this.device = device;
    this.shape = shape;
    this.memory = arena.allocate(shape.bytes(), Long.BYTES);
  }

  TornadoBackendDevice device() {
    return device;
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
      for (int row = 0; row < shape.rows(); row++) {
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
    }
    MemorySegment.copy(words, 0, memory, row * rowBytes(), rowBytes());
  }

  @Override
  public void download(MemorySegment words) {
    requireLength(words, shape.bytes());
    synchronized (device) {
      requireOpen();
      MemorySegment.copy(memory, 0, words, 0, shape.bytes());
    }
  }

  @Override
  public void download(int item, int poly, int limb, MemorySegment row) {
    requireLength(row, rowBytes());
    synchronized (device) {
      requireOpen();
      long from = shape.checkedRow(item, poly, limb) * rowBytes();
      MemorySegment.copy(memory, from, row, 0, rowBytes());
    }
  }

  /// Copies every word to an array of as many. The caller holds the device's lock.
  void copyTo(LongArray array) {
    array.getSegment().copyFrom(memory);
  }

  /// Copies every word from an array of as many. The caller holds the device's lock.
  void copyFrom(LongArray array) {
    memory.copyFrom(array.getSegment());
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
    if (closed) {
      throw new IllegalStateException("the buffer is closed");
    }
  }

  @Override
  public void close() {
    synchronized (device) {
      if (!closed) {
        closed = true;
        arena.close();
        device.release(shape.bytes());
      }
    }
  }
}
