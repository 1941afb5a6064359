package io.cloakwork.client;

import io.cloakwork.ckks.encoding.SlotVector;

/// A result that may leave the key owner.
///
/// @param values real parts of slots, with noise
/// @param noiseStd the standard deviation of the noise of each
/// @param bits log2 of the largest value that the message may have over [#noiseStd]
public record FloodedValues(SlotVector values, double noiseStd, double bits) {

  /// The number of values and their precision; never the values, which may be private.
  @Override
  public String toString() {
    return "FloodedValues[%d values of %.1f bits]".formatted(values.length(), bits);
  }
}
