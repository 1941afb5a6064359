package io.cloakwork.ckks;

import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.graph.RnsShape;
import io.cloakwork.spi.uniform.UniformRows;

/// Checks of what is kept with the seed of its uniform half: keys and fresh ciphertexts.
final class Seeds {

  private Seeds() {}

  /// Returns a copy of a key's seed, for the key to keep.
  ///
  /// @param key the key's name in messages
  /// @throws OperandMismatchException if the buffer has another shape or the seed another length
  static byte[] ofKey(String key, DeviceBuffer buffer, RnsShape expected, byte[] seed) {
    if (!buffer.shape().equals(expected)) {
      throw new OperandMismatchException(
          "%s: the buffer is %s, expected is %s".formatted(key, buffer.shape(), expected));
    }
    return copyOf(key, seed);
  }

  /// Returns a copy of the seed of `owner`.
  ///
  /// @throws OperandMismatchException if it has not 32 bytes
  static byte[] copyOf(String owner, byte[] seed) {
    if (seed.length != UniformRows.SEED_BYTES) {
      throw new OperandMismatchException(
          "%s: a seed of %d bytes, expected are %d"
              .formatted(owner, seed.length, UniformRows.SEED_BYTES));
    }
    return seed.clone();
  }
}
