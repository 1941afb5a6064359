package io.cloakwork.serve.server;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.SeededCiphertext;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.ckks.wire.WireReader;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.client.Decryptor;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.protocol.LocalKeySet;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.io.IOException;
import java.util.List;

/// A client with a secret key, on a device of its own.
final class KeyOwner implements AutoCloseable {

  private final CompiledNetwork network;
  private final Device device;
  private final CkksContext context;
  private final SecretKey secret;
  private final LocalKeySet keys;

  KeyOwner(CompiledNetwork network, String model) {
    this(network, model, "reference");
  }

  /// On the faster backend, for a test with many of them.
  static KeyOwner onCpu(CompiledNetwork network, String model) {
    return new KeyOwner(network, model, "cpu");
  }

  private KeyOwner(CompiledNetwork network, String model, String backend) {
    this.network = network;
    this.device = Backends.open(backend, DeviceOptions.defaults().withThreads(1));
    this.context = new CkksContext(network.parameters(), device);
    try (Entropy entropy = Entropy.secure()) {
      this.secret = SecretKey.generate(context, entropy);
    }
    try (KeyGenerator generator = new KeyGenerator(context, secret);
        EvaluationKeys answer = generator.answer(network.keys())) {
      this.keys = LocalKeySet.of(model, answer);
    }
  }

  LocalKeySet keys() {
    return keys;
  }

  /// An input as it travels.
  byte[] encrypt(double[] input) {
    double[][] slots = network.inputPacking().pack(List.of(input)).toArray(double[][]::new);
    try (SecretKeyEncryptor encryptor = new SecretKeyEncryptor(context, secret, Entropy.secure());
        Plaintext plain =
            new Encoder(context)
                .encodeBatch(
                    slots, network.inputPacking().level(), network.inputPacking().scale());
        SeededCiphertext ciphertext = encryptor.encryptSeeded(plain)) {
      return WireWriter.of(ciphertext).toBytes();
    }
  }

  double[] decrypt(WireSource result) throws IOException {
    try (Ciphertext output = new WireReader(context).ciphertext(result)) {
      List<double[]> slots =
          new Decryptor(context, secret)
              .decryptDecodeBatch(output).stream().map(SlotVector::re).toList();
      return network.outputPacking().unpack(slots, 1).getFirst();
    }
  }

  @Override
  public void close() {
    secret.close();
    context.close();
    device.close();
  }
}
