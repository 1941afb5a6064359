package io.cloakwork.backend.reference;

import io.cloakwork.spi.device.DeviceOutOfMemoryException;

/// The bytes that a device has given out, and how many it may.
final class MemoryBudget {

  private final long limitBytes;
  private long allocatedBytes;

  MemoryBudget(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /// Takes `bytes`, or throws and takes nothing.
  synchronized void reserve(long bytes) {
    long available = limitBytes - allocatedBytes;
    if (bytes > available) {
      throw new DeviceOutOfMemoryException(ReferenceBackend.NAME, bytes, available);
    }
    allocatedBytes += bytes;
  }

  synchronized void release(long bytes) {
    allocatedBytes -= bytes;
  }

  synchronized long allocatedBytes() {
    return allocatedBytes;
  }
}
