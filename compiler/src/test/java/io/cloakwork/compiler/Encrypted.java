package io.cloakwork.compiler;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Evaluator;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.ckks.encoding.SlotVector;
import io.cloakwork.client.Decryptor;
import io.cloakwork.client.KeyGenerator;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.spi.device.Backends;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A client and a server in one place: a compiled network on a device, with fresh keys.
final class Encrypted implements AutoCloseable {

  /// The same keys and noise in every run: predictions are compared with what one draw of them
  /// gave.
  private static final long SEED = 20_251_121;

  private final CompiledNetwork network;
  private final Device device;
  private final CkksContext context;
  private final SecretKey secret;
  private final EvaluationKeys keys;
  private final Encoder encoder;
  private final SecretKeyEncryptor encryptor;
  private final Decryptor decryptor;
  private final NetworkRunner runner;
  private final NetworkWorkspace workspace;

  Encrypted(CompiledNetwork network, String backend) {
    this.network = network;
    this.device = Backends.open(backend, DeviceOptions.defaults());
    this.context = new CkksContext(network.parameters(), device);
    try (Entropy entropy = Entropy.insecureForTesting(SEED)) {
      this.secret = SecretKey.generate(context, entropy);
    }
    try (var generator = new KeyGenerator(context, secret, Entropy.insecureForTesting(SEED + 1))) {
      this.keys = generator.answer(network.keys());
    }
    this.encoder = new Encoder(context);
    this.encryptor = new SecretKeyEncryptor(context, secret, Entropy.insecureForTesting(SEED + 2));
    this.decryptor = new Decryptor(context, secret);
    this.runner = new NetworkRunner(context, network);
    this.workspace = runner.workspace();
  }

  /// The decrypted output for one input.
  double[] run(double[] input) {
    return runAt(input, network.inputPacking().level(), network.inputPacking().scale());
  }

  /// The same with an input encrypted at a level and scale of the test's choice.
  double[] runAt(double[] input, int level, double scale) {
    return runAt(List.of(input), level, scale).getFirst();
  }

  /// The decrypted outputs for inputs that run together.
  List<double[]> run(List<double[]> inputs) {
    return runAt(inputs, network.inputPacking().level(), network.inputPacking().scale());
  }

  private List<double[]> runAt(List<double[]> inputs, int level, double scale) {
    double[][] slots = network.inputPacking().pack(inputs).toArray(double[][]::new);
    try (Plaintext plain = encoder.encodeBatch(slots, level, scale);
        Ciphertext x = encryptor.encrypt(plain);
        Ciphertext y = workspace.run(keys, x)) {
      List<double[]> values = decryptor.decryptDecodeBatch(y).stream().map(SlotVector::re).toList();
      return network.outputPacking().unpack(values, inputs.size());
    }
  }

  /// The decrypted output of each lane of one run on the sum of inputs that are encrypted apart.
  ///
  /// @param inputs by lane
  Map<Integer, double[]> runLanes(Map<Integer, double[]> inputs) {
    Evaluator evaluator = new Evaluator(context, keys);
    Ciphertext sum = null;
    try {
      for (Map.Entry<Integer, double[]> input : inputs.entrySet()) {
        sum = addTo(evaluator, sum, encryptLane(input.getValue(), input.getKey()));
      }
      try (Ciphertext y = workspace.run(keys, sum)) {
        List<double[]> values =
            decryptor.decryptDecodeBatch(y).stream().map(SlotVector::re).toList();
        Map<Integer, double[]> outputs = new TreeMap<>();
        inputs
            .keySet()
            .forEach(lane -> outputs.put(lane, network.outputPacking().unpackLane(values, lane)));
        return outputs;
      }
    } finally {
      if (sum != null) {
        sum.close();
      }
    }
  }

  private Ciphertext encryptLane(double[] input, int lane) {
    InputPacking packing = network.inputPacking();
    double[][] slots = packing.packLane(input, lane).toArray(double[][]::new);
    try (Plaintext plain = encoder.encodeBatch(slots, packing.level(), packing.scale())) {
      return encryptor.encrypt(plain);
    }
  }

  /// The sum of both, or `x` where there is none yet; closes what went into it.
  private static Ciphertext addTo(Evaluator evaluator, Ciphertext sum, Ciphertext x) {
    if (sum == null) {
      return x;
    }
    try (sum;
        x) {
      return evaluator.add(sum, x);
    }
  }

  /// Nanoseconds of each step in the last run.
  long[] lastNanos() {
    return workspace.lastNanos();
  }

  @Override
  public void close() {
    workspace.close();
    runner.close();
    encryptor.close();
    keys.close();
    secret.close();
    context.close();
    device.close();
  }
}
