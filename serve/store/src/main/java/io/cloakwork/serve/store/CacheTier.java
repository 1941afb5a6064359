package io.cloakwork.serve.store;

/// Where a [KeyCache] keeps keys.
public enum CacheTier {
  /// Mapped files, as they travel.
  RAM,
  /// Expanded keys that programs use.
  DEVICE
}
