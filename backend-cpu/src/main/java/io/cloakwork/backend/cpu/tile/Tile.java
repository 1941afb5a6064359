package io.cloakwork.backend.cpu.tile;

import io.cloakwork.spi.ring.Modulus;
import java.util.List;

/// A piece of work that one worker does without waiting for anyone: rows of one limb that depend on
/// each other, in the order in which they are computed. Stands for itself in every item of the
/// batch unless it is `shared`.
///
/// @param modulus the limb
/// @param shared whether it runs once for all items
/// @param nodes what it computes
/// @param cost estimated nanoseconds
record Tile(Modulus modulus, boolean shared, List<RowNode> nodes, double cost) {

  /// How often a run of a batch of `batch` items runs it.
  int instances(int batch) {
    return shared ? 1 : batch;
  }
}
