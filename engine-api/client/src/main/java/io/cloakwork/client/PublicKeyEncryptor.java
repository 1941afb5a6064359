package io.cloakwork.client;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.client.sampling.CentredBinomial;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.client.sampling.Ternary;
import io.cloakwork.spi.device.DeviceBuffer;
import java.util.Map;

/// Encrypts with a public key (b, a): c_0 = b·u + e_0 + m, c_1 = a·u + e_1, u uniform ternary.
public final class PublicKeyEncryptor implements Encryptor {

  private final PublicKey key;
  private final EncryptionInputs inputs;

  /// An encryptor that draws u and the errors from `entropy`, which it closes at the end.
  public PublicKeyEncryptor(CkksContext context, PublicKey key, Entropy entropy) {
    context.parameters().requireSame(key.parameters(), "public key");
    this.key = key;
    this.inputs = new EncryptionInputs(context, entropy);
  }

  @Override
  public Ciphertext encrypt(Plaintext plaintext) {
    inputs.requireEncryptable(plaintext);
    DeviceBuffer mask = inputs.small(EncryptionRecorder.MASK, plaintext, 1, Ternary.UNIFORM);
    DeviceBuffer errors =
        inputs.small(EncryptionRecorder.ERROR, plaintext, 2, CentredBinomial.ERROR);
    return inputs.encrypt(
        "public",
        EncryptionRecorder::withPublicKey,
        plaintext,
        Map.of(
            EncryptionRecorder.KEY, key.buffer(),
            EncryptionRecorder.MASK, mask,
            EncryptionRecorder.ERROR, errors));
  }

  @Override
  public void close() {
    inputs.close();
  }
}
