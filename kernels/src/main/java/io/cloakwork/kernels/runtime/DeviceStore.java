package io.cloakwork.kernels.runtime;

import io.cloakwork.spi.device.DeviceOutOfMemoryException;

/// Memory of a device for what its executables share. What happens to it takes its place among what
/// the device was given before.
///
/// @param <W> a piece of memory
public interface DeviceStore<W> {

  /// Memory of undefined content, which counts as allocated.
  ///
  /// @throws DeviceOutOfMemoryException if it does not fit; then nothing was taken
  W allocate(long bytes);

  /// Gives back what [#allocate] gave, after the runs that use it.
  void free(W words);

  /// Memory of undefined content for tables, which are not counted.
  ///
  /// @throws DeviceOutOfMemoryException if it does not fit
  W allocateTables(long bytes);

  /// Writes words at `offset`, in bytes.
  void write(W words, long offset, long[] values);

  /// Copies the first `bytes` bytes.
  void copy(W from, W to, long bytes);

  /// Gives back what [#allocateTables] gave, after the runs that use it.
  void freeTables(W words);
}
