package io.cloakwork.client;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.SeededCiphertext;
import io.cloakwork.ckks.keyswitch.SeedExpansion;
import io.cloakwork.client.sampling.CentredBinomial;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.spi.device.DeviceBuffer;
import io.cloakwork.spi.uniform.UniformRows;
import java.util.Map;

/// Encrypts with the secret key: c_0 = −a·s + e + m, c_1 = a, where a is expanded from a fresh
/// public seed.
public final class SecretKeyEncryptor implements Encryptor {

  private final CkksContext context;
  private final SecretKey secret;
  private final EncryptionInputs inputs;

  /// An encryptor that draws seeds and errors from `entropy`, which it closes at the end. Two
  /// encryptions under the same key with the same entropy give the difference of their messages
  /// away: use [Encryptor#of] outside tests.
  public SecretKeyEncryptor(CkksContext context, SecretKey secret, Entropy entropy) {
    secret.requireUsable(context.parameters());
    this.context = context;
    this.secret = secret;
    this.inputs = new EncryptionInputs(context, entropy);
  }

  @Override
  public Ciphertext encrypt(Plaintext plaintext) {
    return encryptSeeded(plaintext).ciphertext();
  }

  /// An encryption whose c_1 is known by its seed, for sending ([SeededCiphertext]).
  public SeededCiphertext encryptSeeded(Plaintext plaintext) {
    inputs.requireEncryptable(plaintext);
    secret.requireOpen();
    byte[] seed = inputs.entropy().nextBytes(UniformRows.SEED_BYTES);
    DeviceBuffer uniform = inputs.uniform(plaintext);
    SeedExpansion.ofCiphertext(context.parameters(), seed).intoPolynomial(uniform, 0);
    DeviceBuffer error =
        inputs.small(EncryptionRecorder.ERROR, plaintext, 1, CentredBinomial.ERROR);
    Ciphertext ciphertext =
        inputs.encrypt(
            "secret",
            EncryptionRecorder::withSecretKey,
            plaintext,
            Map.of(
                EncryptionRecorder.KEY, secret.buffer(),
                EncryptionRecorder.UNIFORM, uniform,
                EncryptionRecorder.ERROR, error));
    return new SeededCiphertext(ciphertext, seed);
  }

  @Override
  public void close() {
    inputs.close();
  }
}
