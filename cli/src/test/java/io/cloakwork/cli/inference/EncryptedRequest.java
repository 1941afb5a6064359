package io.cloakwork.cli.inference;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.wire.WireReader;
import io.cloakwork.ckks.wire.WireSource;
import io.cloakwork.ckks.wire.WireWriter;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.NetworkRunner;
import io.cloakwork.compiler.NetworkWorkspace;
import io.cloakwork.compiler.artifact.ArtifactLimits;
import io.cloakwork.compiler.artifact.NetworkFile;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// All that a server gets, as files: a compiled network, evaluation keys and an encrypted input.
/// Everything random in them comes from a seed, so that a failure can be repeated.
///
/// @param program the compiled network
/// @param keys the evaluation keys
/// @param request the encrypted input
record EncryptedRequest(Path program, Path keys, Path request) {

  /// Makes keys and encrypts one random input, both on `backend`.
  static EncryptedRequest make(CompiledNetwork network, String backend, long seed, Path folder)
      throws IOException {
    EncryptedRequest files =
        new EncryptedRequest(
            folder.resolve("program"), folder.resolve("keys"), folder.resolve("request"));
    NetworkFile.write(network, files.program);
    try (Device device = Backends.open(backend, DeviceOptions.defaults());
        CkksContext context = new CkksContext(network.parameters(), device);
        Entropy entropy = Entropy.insecureForTesting(seed);
        SecretKey secret = SecretKey.generate(context, entropy);
        KeyGenerator generator =
            new KeyGenerator(context, secret, Entropy.insecureForTesting(seed + 1));
        EvaluationKeys keys = generator.answer(network.keys());
        SecretKeyEncryptor encryptor =
            new SecretKeyEncryptor(context, secret, Entropy.insecureForTesting(seed + 2));
        Plaintext plaintext = encode(new Encoder(context), network, seed);
        Ciphertext ciphertext = encryptor.encrypt(plaintext)) {
      WireWriter.of(keys).writeTo(files.keys);
      WireWriter.of(ciphertext).writeTo(files.request);
    }
    return files;
  }

  private static Plaintext encode(Encoder encoder, CompiledNetwork network, long seed) {
    var packing = network.inputPacking();
    double[] input = new SplittableRandom(seed).doubles(packing.shape().size()).toArray();
    double[][] slots = packing.pack(List.of(input)).toArray(double[][]::new);
    return encoder.encodeBatch(slots, packing.level(), packing.scale());
  }

  /// The encrypted output that `backend` computes, as it would be sent back.
  byte[] answer(String backend) throws IOException {
    CompiledNetwork network = NetworkFile.read(program, ArtifactLimits.defaults());
    try (Device device = Backends.open(backend, DeviceOptions.defaults());
        CkksContext context = new CkksContext(network.parameters(), device);
        WireSource storedKeys = WireSource.of(keys);
        EvaluationKeys evaluationKeys =
            new WireReader(context).evaluationKeys(storedKeys, network.keys());
        InputStream storedRequest = Files.newInputStream(request);
        WireSource source = WireSource.of(storedRequest);
        Ciphertext input = new WireReader(context).ciphertext(source);
        NetworkRunner runner = new NetworkRunner(context, network);
        NetworkWorkspace workspace = runner.workspace();
        Ciphertext output = workspace.run(evaluationKeys, input)) {
      return WireWriter.of(output).toBytes();
    }
  }
}
