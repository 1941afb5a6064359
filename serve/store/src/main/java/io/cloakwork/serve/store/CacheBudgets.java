package io.cloakwork.serve.store;

/// How much memory a [KeyCache] uses.
///
/// @param ramBytes most bytes of key files that are kept mapped and loaded; 0: none are kept
/// @param deviceBytes most bytes of expanded keys on devices
public record CacheBudgets(long ramBytes, long deviceBytes) {

  public CacheBudgets {
    if (ramBytes < 0 || deviceBytes < 1) {
      throw new IllegalArgumentException(
          "budgets of %d bytes of memory and %d bytes on the device"
              .formatted(ramBytes, deviceBytes));
    }
  }
}
