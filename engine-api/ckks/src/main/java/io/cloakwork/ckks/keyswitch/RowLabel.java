package io.cloakwork.ckks.keyswitch;

import io.cloakwork.spi.ring.GaloisElement;
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

  /// The stream of a relinearisation key.
  public static final int RELINEARIZATION_KEY = 2 << 24;

  private static final int GALOIS_KEY = 3 << 24;

  /// The stream of seeded ciphertexts.
  public static final int CIPHERTEXT = 4 << 24;

  public RowLabel {
    if (digit < 0 || limb < 0) {
      throw new IllegalArgumentException(
          "digit %d and limb %d must not be negative".formatted(digit, limb));
    }
  }

  /// The stream of the key of a Galois element, which is below 2^24 for every ring degree.
  public static int galoisKey(GaloisElement element) {
    return GALOIS_KEY | element.value();
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
