package io.cloakwork.compiler;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.client.Decryptor;
import io.cloakwork.client.Encryptor;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;

/// A client and a server in one place: a compiled network on a device, with fresh keys.
final class Encrypted implements AutoCloseable {

  private final CompiledNetwork network;
  private final Device device;
  private final CkksContext context;
  private final SecretKey secret;
  private final EvaluationKeys keys;
  private final Encoder encoder;
  private final Encryptor encryptor;
  private final Decryptor decryptor;
  private final NetworkRunner runner;
  private final NetworkSession session;
  private final double setupSeconds;

  Encrypted(CompiledNetwork network, String backend) {
    long start = System.nanoTime();
    this.network = network;
    this.device = Backends.open(backend, DeviceOptions.defaults());
    this.context = new CkksContext(network.parameters(), device);
    try (Entropy entropy = Entropy.secure()) {
      this.secret = SecretKey.generate(context, entropy);
    }
    try (var generator = new KeyGenerator(context, secret)) {
      this.keys = generator.answer(network.keys());
    }
    this.encoder = new Encoder(context);
    this.encryptor = Encryptor.of(context, secret);
    this.decryptor = new Decryptor(context, secret);
    this.runner = new NetworkRunner(context, network);
    this.session = runner.session(keys);
    this.setupSeconds = (System.nanoTime() - start) * 1e-9;
  }

  /// Seconds for keys, graphs and encoded weights.
  double setupSeconds() {
    return setupSeconds;
  }

  /// The decrypted output for one input.
  double[] run(double[] input) {
    InputPacking packing = network.inputPacking();
    try (Plaintext plain = encoder.encode(packing.pack(input), packing.level(), packing.scale());
        Ciphertext x = encryptor.encrypt(plain);
        Ciphertext y = session.run(x)) {
      return network.outputPacking().unpack(decryptor.decryptDecode(y));
    }
  }

  /// Nanoseconds of each segment in the last run.
  long[] lastNanos() {
    return session.lastNanos();
  }

  NetworkSession session() {
    return session;
  }

  @Override
  public void close() {
    session.close();
    runner.close();
    encryptor.close();
    keys.close();
    secret.close();
    context.close();
    device.close();
  }
}
