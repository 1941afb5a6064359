package io.cloakwork.cli.inference;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.client.Decryptor;
import io.cloakwork.client.SecretKey;
import io.cloakwork.client.SecretKeyEncryptor;
import io.cloakwork.client.sampling.Entropy;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.NetworkSession;
import io.cloakwork.compiler.tensor.Tensor;
import io.cloakwork.compiler.tensor.TensorInterpreter;
import io.cloakwork.spi.device.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Runs a workload encrypted and in the clear.
public final class Inference {

  private final Workload workload;
  private final Device device;
  private final RunSettings settings;

  private Inference(Workload workload, Device device, RunSettings settings) {
    this.workload = workload;
    this.device = device;
    this.settings = settings;
  }

  /// Sets up, classifies every image and compares.
  public static InferenceReport run(
      Workload workload, Device device, RunSettings settings, Progress progress) {
    int keys = workload.network().keys().levels().size();
    progress.expect(1 + keys + settings.warmUpImages() + workload.inputs().size());
    return new Inference(workload, device, settings).run(progress);
  }

  private InferenceReport run(Progress progress) {
    CompiledNetwork network = workload.network();
    progress.say("encoding the weights, making the keys");
    try (CkksContext context = new CkksContext(network.parameters(), device);
        Setup setup = Setup.of(context, workload, settings, progress);
        Client client = new Client(context, network, setup.keys().secret())) {
      return classify(client, setup, progress);
    }
  }

  private InferenceReport classify(Client client, Setup setup, Progress progress) {
    NetworkSession session = setup.session();
    progress.say("warming up");
    long start = System.nanoTime();
    for (int i = 0; i < settings.warmUpImages(); i++) {
      outcome(client, session, workload.inputs().getFirst());
      progress.step();
    }
    double warmUpSeconds = secondsSince(start);
    progress.say("classifying");
    List<Outcome> outcomes = new ArrayList<>();
    for (double[] input : workload.inputs()) {
      outcomes.add(outcome(client, session, input));
      progress.step();
    }
    EvaluationKeys keys = setup.keys().evaluation();
    return new InferenceReport(
        workload,
        settings,
        device.profile(),
        device.allocatedBytes(),
        setup.times(),
        warmUpSeconds,
        keys.all().size(),
        keys.bytes(),
        outcomes);
  }

  private Outcome outcome(Client client, NetworkSession session, double[] input) {
    long start = System.nanoTime();
    try (Ciphertext request = client.encrypt(input)) {
      final double encrypt = secondsSince(start);
      start = System.nanoTime();
      try (Ciphertext response = session.run(request)) {
        final double server = secondsSince(start);
        List<Double> layers = Arrays.stream(session.lastNanos()).mapToObj(n -> n / 1e9).toList();
        start = System.nanoTime();
        double[] logits = client.decrypt(response);
        ImageTimes times = new ImageTimes(encrypt, server, secondsSince(start), layers);
        return new Outcome(logits, plain(input), times);
      }
    }
  }

  /// The yardstick: the model as it was imported, on clear values in double precision.
  private double[] plain(double[] input) {
    CompiledNetwork network = workload.network();
    Tensor image = new Tensor(network.model().input().shape(), input);
    return TensorInterpreter.run(network.model(), image).toArray();
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /// The key owner: the only one who sees images and logits.
  private static final class Client implements AutoCloseable {

    private final CompiledNetwork network;
    private final Encoder encoder;
    private final SecretKeyEncryptor encryptor;
    private final Decryptor decryptor;

    Client(CkksContext context, CompiledNetwork network, SecretKey secret) {
      this.network = network;
      this.encoder = new Encoder(context);
      this.encryptor = new SecretKeyEncryptor(context, secret, Entropy.secure());
      this.decryptor = new Decryptor(context, secret);
    }

    Ciphertext encrypt(double[] input) {
      var packing = network.inputPacking();
      double[] slots = packing.pack(input);
      try (Plaintext plaintext = encoder.encode(slots, packing.level(), packing.scale())) {
        return encryptor.encrypt(plaintext);
      }
    }

    double[] decrypt(Ciphertext response) {
      try (Plaintext plaintext = decryptor.decrypt(response)) {
        return network.outputPacking().unpack(encoder.decode(plaintext));
      }
    }

    @Override
    public void close() {
      encryptor.close();
    }
  }
}
