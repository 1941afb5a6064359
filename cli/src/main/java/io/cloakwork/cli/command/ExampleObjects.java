package io.cloakwork.cli.command;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.KeySwitchKey;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.Presets;
import io.cloakwork.ckks.PublicKey;
import io.cloakwork.ckks.SeededCiphertext;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Writes one object of every kind under the preset P1, to be looked at or to be damaged on
/// purpose. The secret key behind them is thrown away.
final class ExampleObjects {

  private static final String PRESET = "P1";

  private final Path folder;
  private final List<Path> written = new ArrayList<>();

  private ExampleObjects(Path folder) {
    this.folder = folder;
  }

  /// Writes the files and says which.
  static List<Path> write(Path folder) throws IOException {
    Files.createDirectories(folder);
    ExampleObjects examples = new ExampleObjects(folder);
    try (Device device = Backends.open("cpu", DeviceOptions.defaults());
        CkksContext context = new CkksContext(Presets.named(PRESET).validate(), device);
        SecretKey secret = SecretKey.generate(context, Entropy.secure())) {
      examples.put("parameters", WireWriter.of(context.parameters()));
      examples.keys(context, secret);
      examples.texts(context, secret);
    }
    return examples.written;
  }

  private void keys(CkksContext context, SecretKey secret) throws IOException {
    Parameters parameters = context.parameters();
    int level = parameters.maxLevel();
    try (KeyGenerator generator = new KeyGenerator(context, secret);
        PublicKey publicKey = generator.publicKey();
        KeySwitchKey rotation = generator.galoisKey(parameters.rotation(1), level);
        EvaluationKeys keys =
            new EvaluationKeys(parameters, List.of(generator.relinearizationKey(level)))) {
      put("public-key", WireWriter.of(publicKey));
      put("key-switch-key", WireWriter.of(rotation));
      put("evaluation-keys", WireWriter.of(keys));
      put("key-request", WireWriter.of(keys.asRequest()));
    }
  }

  private void texts(CkksContext context, SecretKey secret) throws IOException {
    Parameters parameters = context.parameters();
    double[] slots = {0.25, 0.5, 0.75};
    double scale = parameters.defaultScale();
    try (SecretKeyEncryptor encryptor = new SecretKeyEncryptor(context, secret, Entropy.secure());
        Plaintext plaintext = new Encoder(context).encode(slots, parameters.maxLevel(), scale);
        Ciphertext ciphertext = encryptor.encrypt(plaintext);
        SeededCiphertext seeded = encryptor.encryptSeeded(plaintext)) {
      put("plaintext", WireWriter.of(plaintext));
      put("ciphertext", WireWriter.of(ciphertext));
      put("seeded-ciphertext", WireWriter.of(seeded));
    }
  }

  private void put(String name, WireWriter object) throws IOException {
    Path file = folder.resolve(name + ".cloak");
    object.writeTo(file);
    written.add(file);
  }
}
