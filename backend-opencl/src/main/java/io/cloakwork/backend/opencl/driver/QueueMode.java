package io.cloakwork.backend.opencl.driver;

/// How a device's queue is made.
///
/// @param outOfOrder whether commands may overtake each other; then they wait for events
/// @param profiling whether the driver notes when commands start and end
public record QueueMode(boolean outOfOrder, boolean profiling) {

  /// One command after the other, unobserved.
  public static final QueueMode PLAIN = new QueueMode(false, false);
}
