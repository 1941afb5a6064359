package io.cloakwork.client;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.client.sampling.CentredBinomial;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.client.sampling.Ternary;
import io.cloakwork.spi.device.DeviceBuffer;

/// Encrypts with a public key (b, a): c_0 = b·u + e_0 + m, c_1 = a·u + e_1, u uniform ternary.
public final class PublicKeyEncryptor implements Encryptor {

  private final CkksContext context;
  private final PublicKey key;
  private final EncryptionInputs inputs;

  /// An encryptor that draws u and the errors from `entropy`, which it closes at the end.
  public PublicKeyEncryptor(CkksContext context, PublicKey key, Entropy entropy) {
    context.parameters().requireSame(key.parameters(), "public key");
    this.context = context;
    this.key = key;
    this.inputs = new EncryptionInputs(context, entropy);
  }

  @Override
  public Ciphertext encrypt(Plaintext plaintext) {
    inputs.requireEncryptable(plaintext);
    DeviceBuffer mask = inputs.small(EncryptionRecorder.MASK, plaintext, 1, Ternary.UNIFORM);
    DeviceBuffer errors =
        inputs.small(EncryptionRecorder.ERROR, plaintext, 2, CentredBinomial.ERROR);
    return inputs.fresh(plaintext, out -> run(plaintext, mask, errors, out));
  }

  private void run(Plaintext plaintext, DeviceBuffer mask, DeviceBuffer errors, DeviceBuffer out) {
    Parameters parameters = context.parameters();
    int level = plaintext.level();
    int batch = plaintext.batch();
    context
        .graphs()
        .run(
            new EncryptionRecorder.Structure(parameters.id(), "public", level, batch, 2),
            () -> EncryptionRecorder.withPublicKey(parameters, level, batch),
            bindings ->
                bindings
                    .bind(EncryptionRecorder.KEY, key.buffer())
                    .bind(EncryptionRecorder.MESSAGE, plaintext.buffer())
                    .bind(EncryptionRecorder.MASK, mask)
                    .bind(EncryptionRecorder.ERROR, errors)
                    .bind(EncryptionRecorder.CIPHERTEXT, out));
  }

  @Override
  public void close() {
    inputs.close();
  }
}
