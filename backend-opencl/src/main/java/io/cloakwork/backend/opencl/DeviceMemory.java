package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.DriverErrors;
import io.cloakwork.backend.opencl.driver.Session;
import io.cloakwork.kernels.runtime.DeviceStore;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import org.jocl.CL;
import org.jocl.CLException;

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
    long available = Math.min(limitBytes - allocatedBytes, session.hardware().largestAllocation());
    if (bytes > available) {
      throw new DeviceOutOfMemoryException(session.hardware().name(), bytes, available);
    }
    DeviceWords words = allocateTables(bytes);
    allocatedBytes += bytes;
    return words;
  }

  @Override
  public DeviceWords allocateTables(long bytes) {
    try {
      return new DeviceWords(session.allocate(bytes), bytes);
    } catch (CLException e) {
      if (DriverErrors.isOutOfMemory(e)) {
        DeviceOutOfMemoryException exception =
            new DeviceOutOfMemoryException(
                session.hardware().name(), bytes, limitBytes - allocatedBytes);
        exception.initCause(e);
        throw exception;
      }
      throw DriverErrors.of(session.hardware().name(), "allocating memory", e);
    }
  }

  @Override
  public void free(DeviceWords words) {
    freeTables(words);
    allocatedBytes -= words.bytes();
  }

  /// The driver keeps the memory until pending runs are done.
  @Override
  public void freeTables(DeviceWords words) {
    words.release();
  }

  @Override
  public void write(DeviceWords words, long offset, long[] values) {
    session.write(words.memory(), offset, values);
  }

  @Override
  public void copy(DeviceWords from, DeviceWords to, long bytes) {
    session.fence();
    CL.clEnqueueCopyBuffer(session.queue(), from.memory(), to.memory(), 0, 0, bytes, 0, null, null);
    session.fence();
  }
}
