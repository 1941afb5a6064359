package io.cloakwork.client;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.spi.device.DeviceBuffer;
import java.util.List;

/// Decrypts: c_0 + c_1·s + c_2·s². A whole batch is one submission.
///
/// What is decrypted still holds the error of the scheme, from which, together with the ciphertext,
/// the secret key can be computed (Li and Micciancio, EUROCRYPT 2021): decrypted values are for the
/// key owner's eyes. What leaves the key owner goes through a [FloodingDecryptor].
public final class Decryptor {

  private final CkksContext context;
  private final SecretKey secret;
  private final Encoder encoder;

  public Decryptor(CkksContext context, SecretKey secret) {
    secret.requireUsable(context.parameters());
    this.context = context;
    this.secret = secret;
    this.encoder = new Encoder(context);
  }

  Parameters parameters() {
    return context.parameters();
  }

  /// The plaintext, at the ciphertext's level, scale and batch; it belongs to the caller.
  ///
  /// @throws io.cloakwork.ckks.OperandMismatchException if the ciphertext is for other parameters
  public Plaintext decrypt(Ciphertext ciphertext) {
    Parameters parameters = context.parameters();
    parameters.requireSame(ciphertext.parameters(), "ciphertext");
    secret.requireOpen();
    int level = ciphertext.level();
    int batch = ciphertext.batch();
    int size = ciphertext.size();
    DeviceBuffer message =
        context.device().allocate(Plaintext.shape(parameters, level, batch, false));
    boolean complete = false;
    try {
      context
          .graphs()
          .run(
              new EncryptionRecorder.Structure(parameters.id(), "decrypt", level, batch, size),
              () -> EncryptionRecorder.decryption(parameters, level, batch, size),
              bindings ->
                  bindings
                      .bind(EncryptionRecorder.KEY, secret.buffer())
                      .bind(EncryptionRecorder.CIPHERTEXT, ciphertext.buffer())
                      .bind(EncryptionRecorder.MESSAGE, message));
      complete = true;
    } finally {
      if (!complete) {
        message.close();
      }
    }
    return new Plaintext(parameters, message, level, ciphertext.scale());
  }

  /// The real parts of the slots of a ciphertext of one item.
  ///
  /// @throws io.cloakwork.ckks.OperandMismatchException if there are more items
  public double[] decryptDecode(Ciphertext ciphertext) {
    try (Plaintext plaintext = decrypt(ciphertext)) {
      return encoder.decode(plaintext);
    }
  }

  /// The complex slots of every item.
  public List<SlotVector> decryptDecodeBatch(Ciphertext ciphertext) {
    try (Plaintext plaintext = decrypt(ciphertext)) {
      return encoder.decodeBatch(plaintext);
    }
  }
}
