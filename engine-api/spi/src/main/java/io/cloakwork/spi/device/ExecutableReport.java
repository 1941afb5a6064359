package io.cloakwork.spi.device;

import java.util.List;

/// What compiling a graph gave, known before it runs.
///
/// @param kernels launches (GPU) or barriers-separated tile loops (CPU) a run, whatever the batch
/// @param temporaryBytes memory that the executable holds for temporaries
/// @param boundBytes memory of the buffers that are bound to it
/// @param description one line a kernel, for people
public record ExecutableReport(
    int kernels, long temporaryBytes, long boundBytes, List<String> description) {

  public ExecutableReport {
    description = List.copyOf(description);
  }

  /// The most memory that a run needs on the device.
  public long peakBytes() {
    return temporaryBytes + boundBytes;
  }
}
