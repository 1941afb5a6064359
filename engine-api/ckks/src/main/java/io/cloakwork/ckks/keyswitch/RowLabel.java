package io.cloakwork.ckks.keyswitch;

import io.cloakwork.ckks.KeyId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Which row of which object a stretch of [UniformRows] is: the nonce. The stream says what kind of
/// object it is, in its highest byte, so that no two objects under one seed share a row.
///
/// @param stream kind of object ‖ what tells objects of a kind apart
/// @param digit the digit of a key, the item of a batch of ciphertexts, else 0
/// @param limb the index of the prime in chainQ followed by specialP
public record RowLabel(int stream, int digit, int limb) {

  /// The stream of a public key.
  public static final int PUBLIC_KEY = 1 << 24;

  private static final int SWITCHING_KEY = 2 << 24;

  /// The stream of seeded ciphertexts.
  public static final int CIPHERTEXT = 3 << 24;

  public RowLabel {
    if (digit < 0 || limb < 0) {
      throw new IllegalArgumentException(
          "digit %d and limb %d must not be negative".formatted(digit, limb));
    }
  }

  /// The stream of a key-switching key; its code is below 2^24 for every ring degree.
  public static int keyStream(KeyId id) {
    return SWITCHING_KEY | id.code();
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
