package io.cloakwork.cli.inference;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.SeededCiphertext;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.client.Decryptor;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.compiler.InputPacking;
import io.cloakwork.compiler.OutputPacking;
import java.util.List;

/// The key owner: the only one who sees inputs and outputs. Not thread-safe.
public final class KeyOwner implements AutoCloseable {

  private final InputPacking input;
  private final OutputPacking output;
  private final Encoder encoder;
  private final SecretKeyEncryptor encryptor;
  private final Decryptor decryptor;

  /// @param secret stays the caller's
  public KeyOwner(CkksContext context, InputPacking input, OutputPacking output, SecretKey secret) {
    this.input = input;
    this.output = output;
    this.encoder = new Encoder(context);
    this.encryptor = new SecretKeyEncryptor(context, secret, Entropy.secure());
    this.decryptor = new Decryptor(context, secret);
  }

  /// Inputs that run together.
  public Ciphertext encrypt(List<double[]> inputs) {
    return encryptSeeded(inputs).ciphertext();
  }

  /// The same, to be sent in half the bytes.
  public SeededCiphertext encryptSeeded(List<double[]> inputs) {
    return encryptSlots(input.pack(inputs));
  }

  /// One input in a lane of its own, to be sent.
  public SeededCiphertext encryptLane(double[] one, int lane) {
    return encryptSlots(input.packLane(one, lane));
  }

  private SeededCiphertext encryptSlots(List<double[]> slots) {
    double[][] rows = slots.toArray(double[][]::new);
    try (Plaintext plaintext = encoder.encodeBatch(rows, input.level(), input.scale())) {
      return encryptor.encryptSeeded(plaintext);
    }
  }

  /// The outputs of the first `inputs` inputs of a run.
  public List<double[]> decrypt(Ciphertext response, int inputs) {
    return output.unpack(slots(response), inputs);
  }

  /// The output of the input in one lane.
  public double[] decryptLane(Ciphertext response, int lane) {
    return output.unpackLane(slots(response), lane);
  }

  private List<double[]> slots(Ciphertext response) {
    return decryptor.decryptDecodeBatch(response).stream().map(SlotVector::re).toList();
  }

  /// Overwrites what was kept between calls; the key stays open.
  @Override
  public void close() {
    encryptor.close();
  }
}
