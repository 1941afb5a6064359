package io.cloakwork.serve.store;

import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.spi.device.Device;
import java.util.concurrent.CompletableFuture;

/// A key set's place on a device, from the moment that somebody wants it. Everything but the future
/// is guarded by the lock of its [DeviceTier].
final class DeviceSlot {

  /// What a slot is for.
  ///
  /// @param keySet the set
  /// @param device the device that its keys are on; contexts of equal parameters share them
  record Name(ContentHash keySet, Device device) {}

  final Name name;
  final long bytes;

  /// Ends when the keys are there, or with why they are not.
  final CompletableFuture<EvaluationKeys> loaded = new CompletableFuture<>();

  /// Leases, and acquisitions that wait for the keys.
  int pins;

  /// Whether the slot's bytes count against the budget.
  boolean granted;

  /// Whether nobody can find the slot any more: it goes with its last pin.
  boolean doomed;

  DeviceSlot(Name name, long bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  boolean isIdle() {
    return pins == 0 && loaded.isDone();
  }
}
