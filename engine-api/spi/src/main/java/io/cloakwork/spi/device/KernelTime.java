package io.cloakwork.spi.device;

/// When a kernel of a run was at work, by the device's own clock: differences count, not values.
///
/// @param kernel which one, an index into [ExecutableReport#description]
/// @param startNanos when it started
/// @param endNanos when it ended
public record KernelTime(int kernel, long startNanos, long endNanos) {

  public long nanos() {
    return endNanos - startNanos;
  }
}
