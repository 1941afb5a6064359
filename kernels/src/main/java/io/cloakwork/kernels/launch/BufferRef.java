package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.Value;

/// What a kernel's argument points to. Rows are counted from its first word.
public sealed interface BufferRef {

  /// The buffer that is bound to a value.
  record Bound(Value value) implements BufferRef {}

  /// The temporaries of the graph and of the kernels.
  enum Scratch implements BufferRef {
    SCRATCH
  }

  /// The device's twiddles of one degree in one lane.
  record Twiddles(Lane lane, int logN) implements BufferRef {}
}
