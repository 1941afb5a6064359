package io.cloakwork.kernels.launch;

/// Bytes that go through memory when every row that a launch touches is moved once: the least that
/// a device without a cache as large as its operands can do. Twiddles count, records and scalars do
/// not.
///
/// @param read bytes read
/// @param written bytes written
public record Traffic(long read, long written) {

  static final Traffic NONE = new Traffic(0, 0);

  Traffic plus(Traffic other) {
    return new Traffic(read + other.read, written + other.written);
  }

  /// Bytes in all.
  public long bytes() {
    return read + written;
  }

  @Override
  public String toString() {
    return "%.1f MB read, %.1f MB written".formatted(read * 1e-6, written * 1e-6);
  }
}
