package io.cloakwork.spi.uniform;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Which row of which object a stretch of [UniformRows] is: the nonce. No two objects under one
/// seed share a stream.
///
/// @param stream tells objects apart
/// @param digit tells polynomials of an object apart
/// @param limb tells the limbs of a polynomial apart
public record RowLabel(int stream, int digit, int limb) {

  public RowLabel {
    if (digit < 0 || limb < 0) {
      throw new IllegalArgumentException(
          "digit %d and limb %d must not be negative".formatted(digit, limb));
    }
  }

  /// The 12 bytes stream ‖ digit ‖ limb, little-endian.
  byte[] nonce() {
    return ByteBuffer.allocate(12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(stream)
        .putInt(digit)
        .putInt(limb)
        .array();
  }
}
