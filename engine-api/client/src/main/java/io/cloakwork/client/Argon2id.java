package io.cloakwork.client;

/// The memory-hard function that makes a key of a passphrase, Argon2id (RFC 9106, version 1.3). A
/// library provides it; this module depends on none.
@FunctionalInterface
public interface Argon2id {

  /// What guessing one passphrase costs.
  ///
  /// @param memoryKib memory in KiB
  /// @param passes over it
  /// @param lanes of it that can be filled at the same time
  record Cost(int memoryKib, int passes, int lanes) {

    /// Bounds on what a file may ask for: between what is too cheap to be of use and what would
    /// stop a small machine.
    private static final int MIN_KIB = 8 << 10;

    private static final int MAX_KIB = 1 << 20;
    private static final int MAX_PASSES = 16;
    private static final int MAX_LANES = 16;

    /// @throws IllegalArgumentException unless there are 8 MiB to 1 GiB, 1 to 16 passes and 1 to 16
    ///   lanes
    public Cost {
      if (memoryKib < MIN_KIB
          || memoryKib > MAX_KIB
          || passes < 1
          || passes > MAX_PASSES
          || lanes < 1
          || lanes > MAX_LANES) {
        throw new IllegalArgumentException(
            "Argon2id with %d KiB, %d passes and %d lanes is not within %d to %d KiB, %d passes and %d lanes"
                .formatted(memoryKib, passes, lanes, MIN_KIB, MAX_KIB, MAX_PASSES, MAX_LANES));
      }
    }

    /// 64 MiB, three passes, four lanes: RFC 9106 §4, the second recommended choice.
    public static Cost recommended() {
      return new Cost(64 << 10, 3, 4);
    }
  }

  /// Derives `bytes` bytes.
  ///
  /// @param passphrase in UTF-8; the caller overwrites it
  byte[] derive(byte[] passphrase, byte[] salt, Cost cost, int bytes);
}
