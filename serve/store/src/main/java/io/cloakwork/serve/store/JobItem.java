package io.cloakwork.serve.store;

/// One input of a job.
///
/// @param bytes of its ciphertext as it travels
/// @param lane that it lies in
/// @param allLanes whether it fills all lanes
public record JobItem(long bytes, int lane, boolean allLanes) {

  public JobItem {
    if (bytes < 1 || lane < 0) {
      throw new IllegalArgumentException("an item of %d bytes in lane %d".formatted(bytes, lane));
    }
  }
}
