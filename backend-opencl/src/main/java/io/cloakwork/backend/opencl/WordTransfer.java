package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jocl.CL;
import org.jocl.Pointer;

/// How words get to the device and back, each way after everything that was given to the queue
/// before. Guarded by the device's lock.
sealed interface WordTransfer {

  /// What fills or reads a window of a buffer.
  interface Window {
    void use(MemorySegment window);
  }

  /// The most bytes of one window.
  long windowBytes();

  /// Lets `window` write the bytes \[offset, offset + bytes), all of them.
  void write(DeviceWords words, long offset, long bytes, Window window);

  /// Lets `window` read the bytes \[offset, offset + bytes).
  void read(DeviceWords words, long offset, long bytes, Window window);

  static WordTransfer of(Session session) {
    return session.hardware().sharesMemory() ? new Mapped(session) : new Staged(session);
  }

  /// The device works in the host's memory: its buffers are mapped and nothing is copied twice.
  final class Mapped implements WordTransfer {

    private static final long WINDOW = 1L << 28;

    private final Session session;

    Mapped(Session session) {
      this.session = session;
    }

    @Override
    public long windowBytes() {
      return WINDOW;
    }

    @Override
    public void write(DeviceWords words, long offset, long bytes, Window window) {
      use(words, CL.CL_MAP_WRITE_INVALIDATE_REGION, offset, bytes, window);
    }

    @Override
    public void read(DeviceWords words, long offset, long bytes, Window window) {
      use(words, CL.CL_MAP_READ, offset, bytes, window);
    }

    private void use(DeviceWords words, long flags, long offset, long bytes, Window window) {
      session.fence();
      ByteBuffer mapped =
          CL.clEnqueueMapBuffer(
              session.queue(), words.memory(), true, flags, offset, bytes, 0, null, null, null);
      try {
        window.use(MemorySegment.ofBuffer(mapped));
      } finally {
        CL.clEnqueueUnmapMemObject(session.queue(), words.memory(), mapped, 0, null, null);
      }
    }
  }

  /// Windows are copied to and from the device.
  final class Staged implements WordTransfer {

    private static final int WINDOW = 1 << 23;

    private final Session session;
    private final MemorySegment staging = Arena.ofAuto().allocate(WINDOW, Long.BYTES);
    private final Pointer pointer = Pointer.to(staging.asByteBuffer());

    Staged(Session session) {
      this.session = session;
    }

    @Override
    public long windowBytes() {
      return WINDOW;
    }

    @Override
    public void write(DeviceWords words, long offset, long bytes, Window window) {
      window.use(staging.asSlice(0, bytes));
      session.fence();
      CL.clEnqueueWriteBuffer(
          session.queue(), words.memory(), true, offset, bytes, pointer, 0, null, null);
    }

    @Override
    public void read(DeviceWords words, long offset, long bytes, Window window) {
      session.fence();
      CL.clEnqueueReadBuffer(
          session.queue(), words.memory(), true, offset, bytes, pointer, 0, null, null);
      window.use(staging.asSlice(0, bytes));
    }
  }
}
