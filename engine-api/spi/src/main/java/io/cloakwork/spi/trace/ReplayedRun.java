package io.cloakwork.spi.trace;

import java.util.List;
import java.util.Optional;

/// What one run of a trace did on a device.
///
/// @param name the run's
/// @param fillNanos making, reading and uploading the words that it was the first to use
/// @param compileNanos compiling its graph
/// @param nanos the execution alone, one entry a repetition
/// @param outputs in the order of the bindings
public record ReplayedRun(
    String name, long fillNanos, long compileNanos, List<Long> nanos, List<Output> outputs) {

  public ReplayedRun {
    nanos = List.copyOf(nanos);
    outputs = List.copyOf(outputs);
  }

  /// An output.
  ///
  /// @param buffer its name
  /// @param expected the hash in the trace; empty in a trace that is executed for the first time
  /// @param actual the hash of what the device computed
  public record Output(String buffer, Optional<String> expected, String actual) {

    /// Whether the device computed what the trace says, if it says something.
    public boolean matches() {
      return expected.isEmpty() || expected.get().equals(actual);
    }
  }

  /// Whether every output is as it should be.
  public boolean matches() {
    return outputs.stream().allMatch(Output::matches);
  }

  /// The shortest of the executions.
  public long bestNanos() {
    return nanos.stream().mapToLong(Long::longValue).min().orElseThrow();
  }
}
