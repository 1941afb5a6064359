package io.cloakwork.backend.cpu;

import io.cloakwork.backend.cpu.kernel.Rows;
import io.cloakwork.spi.device.DeviceOutOfMemoryException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/// Accounts for the device's memory and keeps the arrays of closed buffers for the next buffer of
/// the same size: a fresh array costs its zeroing and a garbage collection. What is kept never
/// stands in the way of an allocation.
final class DeviceMemory {

  /// The part of the limit that may be kept in closed arrays.
  private static final int KEPT_FRACTION = 4;

  private final String device;
  private final long limitBytes;
  private final Deque<Rows> kept = new ArrayDeque<>();
  private long keptBytes;
  private long allocatedBytes;

  DeviceMemory(String device, long limitBytes) {
    this.device = device;
    this.limitBytes = limitBytes;
  }

  long limitBytes() {
    return limitBytes;
  }

  synchronized long allocatedBytes() {
    return allocatedBytes;
  }

  /// Arrays of so many words, of undefined content, accounted as `bytes`.
  ///
  /// @throws DeviceOutOfMemoryException if they do not fit under the limit or on the Java heap
  synchronized Rows allocate(int fastWords, int wideWords, long bytes) {
    reserve(bytes);
    Rows rows = takeKept(fastWords, wideWords);
    try {
      return rows != null ? rows : allocateRows(fastWords, wideWords);
    } catch (OutOfMemoryError e) {
      allocatedBytes -= bytes;
      throw outOfMemory(bytes, e);
    }
  }

  /// The exception for an allocation that no array or no free heap could hold.
  synchronized DeviceOutOfMemoryException outOfMemory(long bytes, Throwable cause) {
    DeviceOutOfMemoryException exception =
        new DeviceOutOfMemoryException(device, bytes, limitBytes - allocatedBytes);
    exception.initCause(cause);
    return exception;
  }

  /// Accounts for `bytes` that the caller holds elsewhere.
  ///
  /// @throws DeviceOutOfMemoryException if they do not fit under the limit
  synchronized void reserve(long bytes) {
    if (bytes > limitBytes - allocatedBytes) {
      throw new DeviceOutOfMemoryException(device, bytes, limitBytes - allocatedBytes);
    }
    allocatedBytes += bytes;
    trimKept(limitBytes - allocatedBytes);
  }

  synchronized void unreserve(long bytes) {
    allocatedBytes -= bytes;
  }

  /// Gives arrays back; the next buffer of the same size may get them.
  synchronized void free(Rows rows, long bytes) {
    allocatedBytes -= bytes;
    kept.addFirst(rows);
    keptBytes += rows.bytes();
    trimKept(Math.min(limitBytes / KEPT_FRACTION, limitBytes - allocatedBytes));
  }

  /// Drops what is kept.
  synchronized void close() {
    kept.clear();
    keptBytes = 0;
  }

  private Rows allocateRows(int fastWords, int wideWords) {
    try {
      return Rows.allocate(fastWords, wideWords);
    } catch (OutOfMemoryError e) {
      trimKept(0);
      return Rows.allocate(fastWords, wideWords);
    }
  }

  private Rows takeKept(int fastWords, int wideWords) {
    for (Iterator<Rows> each = kept.iterator(); each.hasNext(); ) {
      Rows rows = each.next();
      if (rows.fast().length == fastWords && rows.wide().length == wideWords) {
        each.remove();
        keptBytes -= rows.bytes();
        return rows;
      }
    }
    return null;
  }

  private void trimKept(long bytes) {
    while (keptBytes > bytes) {
      keptBytes -= kept.removeLast().bytes();
    }
  }
}
