package io.cloakwork.ckks.record;

import io.cloakwork.ckks.encoding.SlotVector;

/// Declares the plaintexts that an algorithm needs, in the recorder that it is recorded by, and
/// remembers what to encode for them. Called once for each, in an order that depends on nothing but
/// the arguments of the algorithm.
@FunctionalInterface
public interface PlainConstants {

  /// A plaintext that holds `slots` at `scale`, for ciphertexts at `level`.
  PlainRef declare(SlotVector slots, int level, double scale);

  /// For algorithms that need none.
  static PlainConstants none() {
    return (slots, level, _) -> {
      throw new IllegalStateException(
          "a plaintext of %d slots at level %d is needed".formatted(slots.length(), level));
    };
  }
}
