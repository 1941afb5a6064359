package io.cloakwork.ckks.keyswitch;

import io.cloakwork.ckks.KeyId;

/// The streams of seeded objects: kind of object ‖ what tells objects of a kind apart, the kind
/// being the highest byte. The digit of a row's label is that of a key or the item of a batch of
/// ciphertexts, the limb is the index of the prime in chainQ followed by specialP.
public final class Streams {

  /// The stream of a public key.
  public static final int PUBLIC_KEY = 1 << 24;

  private static final int SWITCHING_KEY = 2 << 24;

  /// The stream of seeded ciphertexts.
  public static final int CIPHERTEXT = 3 << 24;

  private Streams() {}

  /// The stream of a key-switching key; its code is below 2^24 for every ring degree.
  public static int keyStream(KeyId id) {
    return SWITCHING_KEY | id.code();
  }
}
