package io.cloakwork.bench.nets;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.client.Decryptor;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.InputPacking;
import java.util.List;

/// Who owns the keys: makes them, encrypts inputs, decrypts outputs.
final class NetworkOwner implements AutoCloseable {

  private final CompiledNetwork network;
  private final Encoder encoder;
  private final SecretKey secret;
  private final EvaluationKeys keys;
  private final SecretKeyEncryptor encryptor;
  private final Decryptor decryptor;

  /// Makes the keys that the network asks for.
  NetworkOwner(CkksContext context, CompiledNetwork network) {
    this.network = network;
    this.encoder = new Encoder(context);
    this.secret = SecretKey.generate(context, Entropy.secure());
    try (KeyGenerator generator = new KeyGenerator(context, secret)) {
      this.keys = generator.answer(network.keys());
    } catch (RuntimeException | Error e) {
      secret.close();
      throw e;
    }
    this.encryptor = new SecretKeyEncryptor(context, secret, Entropy.secure());
    this.decryptor = new Decryptor(context, secret);
  }

  EvaluationKeys keys() {
    return keys;
  }

  /// Inputs that run together, which the caller closes.
  Ciphertext encrypt(List<double[]> inputs) {
    InputPacking packing = network.inputPacking();
    double[][] slots = packing.pack(inputs).toArray(double[][]::new);
    try (Plaintext plaintext = encoder.encodeBatch(slots, packing.level(), packing.scale())) {
      return encryptor.encrypt(plaintext);
    }
  }

  /// The outputs of so many inputs.
  List<double[]> decrypt(Ciphertext outputs, int inputs) {
    List<double[]> slots =
        decryptor.decryptDecodeBatch(outputs).stream().map(SlotVector::re).toList();
    return network.outputPacking().unpack(slots, inputs);
  }

  @Override
  public void close() {
    encryptor.close();
    keys.close();
    secret.close();
  }
}
