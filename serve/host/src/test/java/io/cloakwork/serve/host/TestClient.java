package io.cloakwork.serve.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import io.cloakwork.compiler.ClearInterpreter;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.InputPacking;
import io.cloakwork.serve.store.Owner;
import java.util.List;
import java.util.SplittableRandom;

/// A key owner: makes keys, encrypts random inputs, and knows what should come back.
final class TestClient implements AutoCloseable {

  private final CompiledNetwork network;
  private final CkksContext context;
  private final Owner owner;
  private final SplittableRandom random;
  private final SecretKey secret;
  private final EvaluationKeys keys;

  TestClient(HostedModel model, String name) {
    this.network = model.network();
    this.context = model.context();
    this.owner = new Owner(name);
    this.random = new SplittableRandom(name.hashCode());
    this.secret = SecretKey.generate(context, Entropy.secure());
    try (KeyGenerator generator = new KeyGenerator(context, secret)) {
      this.keys = generator.answer(network.keys());
    }
  }

  Owner owner() {
    return owner;
  }

  EvaluationKeys keys() {
    return keys;
  }

  double[] input() {
    return random.doubles(SmallNetwork.INPUTS, -1, 1).toArray();
  }

  /// Encrypted for all lanes.
  Ciphertext encrypt(double[] input) {
    return encryptSlots(network.inputPacking().pack(List.of(input)));
  }

  Ciphertext encryptLane(double[] input, int lane) {
    return encryptSlots(network.inputPacking().packLane(input, lane));
  }

  private Ciphertext encryptSlots(List<double[]> slots) {
    InputPacking packing = network.inputPacking();
    double[][] rows = slots.toArray(double[][]::new);
    try (SecretKeyEncryptor encryptor = new SecretKeyEncryptor(context, secret, Entropy.secure());
        Plaintext plain =
            new Encoder(context).encodeBatch(rows, packing.level(), packing.scale())) {
      return encryptor.encrypt(plain);
    }
  }

  /// Checks that a result is that of `input`, and closes it.
  void assertRight(InferenceResult result, double[] input) {
    try (result) {
      List<double[]> slots =
          new Decryptor(context, secret)
              .decryptDecodeBatch(result.ciphertext()).stream().map(SlotVector::re).toList();
      double[] output = network.outputPacking().unpackLane(slots, result.lane().orElse(0));
      assertThat(output)
          .as("request %s of %s", result.requestId(), owner)
          .containsExactly(ClearInterpreter.model(network, input), within(1e-3));
    }
  }

  @Override
  public void close() {
    keys.close();
    secret.close();
  }
}
