package io.cloakwork.cli.inference;

import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.compiler.ClearInterpreter;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.spi.device.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Runs a workload encrypted and in the clear.
public final class Inference {

  private final Workload workload;
  private final Device device;
  private final RunSettings settings;

  // Inputs that run together.
  private final List<List<double[]>> requests = new ArrayList<>();

  private Inference(Workload workload, Device device, RunSettings settings) {
    this.workload = workload;
    this.device = device;
    this.settings = settings;
    int room = workload.network().inputPacking().inputs();
    List<double[]> inputs = workload.inputs();
    for (int from = 0; from < inputs.size(); from += room) {
      requests.add(inputs.subList(from, Math.min(from + room, inputs.size())));
    }
  }

  /// As many runs of the first request as serve the images that the settings ask for.
  private int warmUpRequests() {
    return Math.ceilDiv(settings.warmUpImages(), requests.getFirst().size());
  }

  /// Sets up, classifies every image and compares.
  public static InferenceReport run(
      Workload workload, Device device, RunSettings settings, Progress progress) {
    int keys = workload.network().keys().levels().size();
    Inference inference = new Inference(workload, device, settings);
    progress.expect(1 + keys + inference.warmUpRequests() + inference.requests.size());
    return inference.run(progress);
  }

  private InferenceReport run(Progress progress) {
    CompiledNetwork network = workload.network();
    progress.say("encoding the weights, making the keys");
    try (CkksContext context = new CkksContext(network.parameters(), device);
        Setup setup = Setup.of(context, workload, settings, progress);
        KeyOwner client =
            new KeyOwner(
                context, network.inputPacking(), network.outputPacking(), setup.keys().secret())) {
      return classify(client, setup, progress);
    }
  }

  private InferenceReport classify(KeyOwner client, Setup setup, Progress progress) {
    progress.say("warming up");
    long start = System.nanoTime();
    for (int i = 0; i < warmUpRequests(); i++) {
      answer(client, setup, requests.getFirst());
      progress.step();
    }
    double warmUpSeconds = secondsSince(start);
    progress.say("classifying");
    List<Outcome> outcomes = new ArrayList<>();
    for (List<double[]> request : requests) {
      outcomes.addAll(outcomes(client, setup, request));
      progress.step();
    }
    EvaluationKeys keys = setup.keys().evaluation();
    return new InferenceReport(
        workload,
        settings,
        device.profile(),
        device.allocatedBytes(),
        setup.times(),
        warmUpRequests() * requests.getFirst().size(),
        warmUpSeconds,
        keys.all().size(),
        keys.bytes(),
        outcomes);
  }

  /// The decrypted outputs of inputs that run together, and what each took: its share.
  private record Answer(List<double[]> outputs, ImageTimes times) {}

  private static Answer answer(KeyOwner client, Setup setup, List<double[]> inputs) {
    double images = inputs.size();
    long start = System.nanoTime();
    try (Ciphertext request = client.encrypt(inputs)) {
      final double encrypt = secondsSince(start) / images;
      start = System.nanoTime();
      try (Ciphertext response = setup.answer(request)) {
        final double server = secondsSince(start) / images;
        List<Double> layers =
            Arrays.stream(setup.lastNanos()).mapToObj(n -> n / 1e9 / images).toList();
        start = System.nanoTime();
        List<double[]> outputs = client.decrypt(response, inputs.size());
        double decrypt = secondsSince(start) / images;
        return new Answer(outputs, new ImageTimes(encrypt, server, decrypt, layers));
      }
    }
  }

  private List<Outcome> outcomes(KeyOwner client, Setup setup, List<double[]> inputs) {
    Answer answer = answer(client, setup, inputs);
    return IntStream.range(0, inputs.size())
        .parallel()
        .mapToObj(i -> outcome(inputs.get(i), answer.outputs().get(i), answer.times()))
        .toList();
  }

  /// The yardsticks: the model as it was imported, and as it was fitted, on clear values in double
  /// precision.
  private Outcome outcome(double[] input, double[] encrypted, ImageTimes times) {
    CompiledNetwork network = workload.network();
    double[] fitted = ClearInterpreter.fitted(network, input);
    double[] plain = network.isExact() ? fitted : ClearInterpreter.plain(network, input);
    return new Outcome(encrypted, fitted, plain, times);
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
