package io.cloakwork.backend.opencl;

import io.cloakwork.backend.opencl.driver.DriverErrors;
import io.cloakwork.backend.opencl.driver.Session;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import org.jocl.CLException;

/// Allocates under a limit and accounts for it. Guarded by the device's lock.
final class DeviceMemory {

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

  /// Memory of undefined content, accounted for.
  ///
  /// @throws DeviceOutOfMemoryException if it does not fit; then nothing was taken
  DeviceWords allocate(long bytes) {
    long available = Math.min(limitBytes - allocatedBytes, session.hardware().largestAllocation());
    if (bytes > available) {
      throw new DeviceOutOfMemoryException(session.hardware().name(), bytes, available);
    }
    DeviceWords words = allocateUncounted(bytes);
    allocatedBytes += bytes;
    return words;
  }

  /// Memory for tables, which are not counted.
  DeviceWords allocateUncounted(long bytes) {
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

  void free(DeviceWords words) {
    words.release();
    allocatedBytes -= words.bytes();
  }
}
