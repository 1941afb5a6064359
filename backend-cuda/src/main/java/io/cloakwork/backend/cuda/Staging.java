package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.CopyStream;
import io.cloakwork.backend.cuda.driver.PinnedMemory;
import io.cloakwork.backend.cuda.driver.Session;
import java.lang.foreign.MemorySegment;
import jcuda.driver.CUevent;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/// A few windows of pinned memory through which words get to the device, or back: while one is
/// copied by the device, the next is filled or emptied by the host. One copy at a time uses them;
/// whoever does takes the device's lock only to give commands, never to wait.
final class Staging {

  /// What fills or empties a window.
  interface Window {
    /// @param window the pinned memory
    /// @param done bytes before it
    /// @param bytes its length
    void use(MemorySegment window, long done, long bytes);
  }

  private static final long WINDOW_BYTES = 1L << 23;
  private static final int WINDOWS = 3;

  private final CudaDevice device;
  private final Slot[] slots = new Slot[WINDOWS];
  private int next;

  /// A window and the copy that uses it.
  private static final class Slot {
    private final Session session;
    private final PinnedMemory memory;
    private final CUevent event;
    private boolean pending;

    Slot(Session session) {
      this.session = session;
      this.memory = new PinnedMemory(session, WINDOW_BYTES);
      this.event = session.takeEvent();
    }

    void record(CUstream stream) {
      session.check(JCudaDriver.cuEventRecord(event, stream), "recording an event");
      pending = true;
    }

    void await() {
      if (pending) {
        session.enter();
        int code = JCudaDriver.cuEventQuery(event);
        if (code == CUresult.CUDA_ERROR_NOT_READY) {
          code = JCudaDriver.cuEventSynchronize(event);
        }
        pending = false;
        session.check(code, "a copy");
      }
    }

    void close() {
      memory.free();
      session.giveBack(event);
    }
  }

  Staging(CudaDevice device) {
    this.device = device;
  }

  /// The most rows of a window.
  private static long windowBytes(long rowBytes) {
    return Math.max(1, WINDOW_BYTES / rowBytes) * rowBytes;
  }

  /// Writes the bytes \[offset, offset + bytes) of a buffer, after everything that uses them. They
  /// are on their way when this returns.
  synchronized void upload(
      CudaBuffer buffer, long offset, long bytes, long rowBytes, Window window) {
    long step = windowBytes(rowBytes);
    for (long done = 0; done < bytes; done += step) {
      long start = done;
      long length = Math.min(step, bytes - done);
      Slot slot = freeSlot();
      window.use(slot.memory.bytes(), start, length);
      device.inOrder(session -> {
        DeviceWords words = buffer.words();
        CopyStream uploads = session.uploads();
        words.beforeUpload(session);
        session.check(
            JCudaDriver.cuMemcpyHtoDAsync(
                words.pointer().withByteOffset(offset + start),
                slot.memory.pointer(),
                length,
                uploads.stream()),
            "an upload");
        slot.record(uploads.stream());
        words.uploaded(session);
      });
    }
  }

  /// Reads the bytes \[offset, offset + bytes) of a buffer, after everything that writes them.
  synchronized void download(
      CudaBuffer buffer, long offset, long bytes, long rowBytes, Window window) {
    DeviceWords[] words = new DeviceWords[1];
    device.inOrder(session -> {
      words[0] = buffer.words();
      words[0].beforeDownload(session);
    });
    try {
      long step = windowBytes(rowBytes);
      Slot[] given = new Slot[WINDOWS];
      long ahead = 0;
      for (long done = 0; done < bytes; done += step) {
        for (; ahead < bytes && ahead < done + WINDOWS * step; ahead += step) {
          given[(int) (ahead / step % WINDOWS)] =
              give(words[0], buffer, offset + ahead, Math.min(step, bytes - ahead));
        }
        Slot slot = given[(int) (done / step % WINDOWS)];
        slot.await();
        window.use(slot.memory.bytes(), done, Math.min(step, bytes - done));
      }
    } finally {
      device.downloaded(words[0]);
    }
  }

  /// Gives the copy of a window to the stream of downloads.
  private Slot give(DeviceWords words, CudaBuffer buffer, long offset, long bytes) {
    Slot slot = freeSlot();
    device.inOrder(session -> {
      buffer.words(); // not closed meanwhile
      session.check(
          JCudaDriver.cuMemcpyDtoHAsync(
              slot.memory.pointer(),
              words.pointer().withByteOffset(offset),
              bytes,
              session.downloads().stream()),
          "a download");
      slot.record(session.downloads().stream());
    });
    return slot;
  }

  /// A window that no copy uses, in turn.
  private Slot freeSlot() {
    int index = next;
    next = (next + 1) % WINDOWS;
    if (slots[index] == null) {
      device.inOrder(session -> slots[index] = new Slot(session));
    }
    slots[index].await();
    return slots[index];
  }

  /// Waits for whoever copies, and gives the windows back.
  synchronized void close() {
    for (int i = 0; i < WINDOWS; i++) {
      if (slots[i] != null) {
        slots[i].close();
        slots[i] = null;
      }
    }
  }
}
