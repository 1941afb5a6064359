package io.cloakwork.backend.cuda;

import io.cloakwork.backend.cuda.driver.Session;
import io.cloakwork.kernels.runtime.DeviceStore;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jcuda.Pointer;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/// Allocates under a limit and accounts for it. Guarded by the device's lock.
final class DeviceMemory implements DeviceStore<DeviceWords> {

  private final Session session;
  private final long limitBytes;
  private long allocatedBytes;

  DeviceMemory(Session session, long limitBytes) {
    this.session = session;
    this.limitBytes = limitBytes;
  }

  long limitBytes() {
    return limitBytes;
  }

  long allocatedBytes() {
    return allocatedBytes;
  }

  @Override
  public DeviceWords allocate(long bytes) {
    if (bytes > limitBytes - allocatedBytes) {
      throw outOfMemory(bytes);
    }
    DeviceWords words = allocateTables(bytes);
    allocatedBytes += bytes;
    return words;
  }

  /// What was freed may still be in use by launches that are waiting: before giving up, this waits
  /// for them.
  @Override
  public DeviceWords allocateTables(long bytes) {
    DeviceWords words = new DeviceWords(bytes);
    int code = session.allocate(words.pointer(), bytes);
    if (code == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      session.makeRoom();
      code = session.allocate(words.pointer(), bytes);
    }
    if (code == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
      throw outOfMemory(bytes);
    }
    session.check(code, "allocating memory");
    words.uploaded(session);
    return words;
  }

  private DeviceOutOfMemoryException outOfMemory(long bytes) {
    return new DeviceOutOfMemoryException(
        session.hardware().name(), bytes, limitBytes - allocatedBytes);
  }

  @Override
  public void free(DeviceWords words) {
    allocatedBytes -= words.bytes();
    freeTables(words);
  }

  /// On a device that is lost there is nothing to give back.
  @Override
  public void freeTables(DeviceWords words) {
    if (!session.isLost()) {
      words.beforeLaunch(session);
      session.free(words.pointer());
    }
  }

  @Override
  public void write(DeviceWords words, long offset, long[] values) {
    try (Arena arena = Arena.ofConfined()) {
      write(words, offset, arena.allocateFrom(ValueLayout.JAVA_LONG, values));
    }
  }

  /// Writes native memory of the host at `offset`, in bytes.
  void write(DeviceWords words, long offset, MemorySegment from) {
    words.beforeUpload(session);
    session.write(words.pointer(), offset, Pointer.to(from.asByteBuffer()), from.byteSize());
    words.uploaded(session);
  }

  @Override
  public void copy(DeviceWords from, DeviceWords to, long bytes) {
    from.beforeLaunch(session);
    to.beforeLaunch(session);
    session.check(
        JCudaDriver.cuMemcpyDtoDAsync(to.pointer(), from.pointer(), bytes, session.launches()),
        "copying a table");
  }
}
