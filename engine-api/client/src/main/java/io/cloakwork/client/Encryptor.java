package io.cloakwork.client;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.client.sampling.Entropy;

/// Encrypts plaintexts: a whole batch is one submission. The ciphertext has the plaintext's level,
/// scale and batch, and belongs to the caller. Not thread-safe.
public sealed interface Encryptor extends AutoCloseable
    permits PublicKeyEncryptor, SecretKeyEncryptor {

  /// A fresh encryption.
  ///
  /// @throws io.cloakwork.ckks.OperandMismatchException if the plaintext is for other parameters or
  ///   extended
  Ciphertext encrypt(Plaintext plaintext);

  /// Overwrites what was kept between calls; the key stays open.
  @Override
  void close();

  /// With a public key: √(4N/3) times the error of a secret key, and c_1 cannot be a seed.
  static PublicKeyEncryptor of(CkksContext context, PublicKey key) {
    return new PublicKeyEncryptor(context, key, Entropy.secure());
  }

  /// With the secret key: the smallest error, and ciphertexts that travel in half the bytes.
  static SecretKeyEncryptor of(CkksContext context, SecretKey key) {
    return new SecretKeyEncryptor(context, key, Entropy.secure());
  }
}
