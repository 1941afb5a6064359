package io.cloakwork.bench.nets;

import io.cloakwork.bench.device.ObservedDevice;
import io.cloakwork.bench.floors.Work;
import io.cloakwork.bench.result.Timing;
import io.cloakwork.ckks.Ciphertext;
import io.cloakwork.ckks.CkksContext;
import io.cloakwork.compiler.ClearInterpreter;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.NetworkRunner;
import io.cloakwork.compiler.NetworkWorkspace;
import io.cloakwork.spi.device.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleConsumer;

/// Runs a compiled network under encryption. Every answer is decrypted and compared with what the
/// network, activations as they were fitted, gives without encryption.
final class NetBenchmark implements AutoCloseable {

  /// Times have settled when a request takes no longer than the one before by this part.
  private static final double SETTLED = 0.03;

  /// However they drift.
  private static final int MOST_WARM_UP = 20;

  private static final double NANOS_PER_MICRO = 1e3;

  private final CompiledNetwork network;
  private final int images;
  private final NetEffort effort;
  private final RequestInputs inputs;
  private final AnswerPrecision precision = new AnswerPrecision();

  private final ObservedDevice device;
  private final CkksContext context;
  private final NetworkOwner owner;
  private final NetworkRunner runner;
  private final NetworkWorkspace workspace;
  private final double setUpMicros;

  /// What the requests gave.
  ///
  /// @param request from ciphertexts in to ciphertexts out
  /// @param layers each step of it
  /// @param work of each step
  /// @param precisionBits of all answers ([AnswerPrecision]); empty if no inputs could be made up
  ///   that the network's activations were fitted for
  /// @param setUpMicros keys, weights and room on the device, once
  record Result(
      Timing request,
      List<Timing> layers,
      List<Work> work,
      OptionalDouble precisionBits,
      double setUpMicros) {}

  /// Makes keys, encodes weights.
  ///
  /// @param inputs of all requests
  /// @param device stays the caller's
  NetBenchmark(CompiledNetwork network, RequestInputs inputs, Device device, NetEffort effort) {
    this.network = network;
    this.images = network.inputPacking().inputs();
    this.inputs = inputs;
    this.effort = effort;
    this.device = new ObservedDevice(device);
    long start = System.nanoTime();
    context = new CkksContext(network.parameters(), this.device);
    owner = new NetworkOwner(context, network);
    try {
      runner = new NetworkRunner(context, network);
    } catch (RuntimeException | Error e) {
      owner.close();
      context.close();
      throw e;
    }
    workspace = runner.workspace();
    setUpMicros = (System.nanoTime() - start) / NANOS_PER_MICRO;
  }

  /// Runs requests until they have settled, then times some.
  ///
  /// @param progress told which part is done, in (0, 1]
  Result run(DoubleConsumer progress) {
    List<Work> work = countWork();
    warmUp();
    List<Double> requests = new ArrayList<>();
    List<List<Double>> layers = new ArrayList<>();
    network.steps().forEach(_ -> layers.add(new ArrayList<>()));
    long spent = 0;
    while (requests.size() < effort.requests()
        || (requests.size() < effort.most() && spent < effort.budget().toNanos())) {
      long nanos = ask();
      spent += nanos;
      requests.add(nanos / NANOS_PER_MICRO);
      long[] steps = workspace.lastNanos();
      for (int i = 0; i < steps.length; i++) {
        layers.get(i).add(Math.max(1, steps[i]) / NANOS_PER_MICRO);
      }
      double bySpent = spent / (double) effort.budget().toNanos();
      double byCount = requests.size() / (double) effort.most();
      double least = requests.size() / (double) effort.requests();
      progress.accept(Math.min(1, Math.min(least, Math.max(bySpent, byCount))));
    }
    return new Result(
        timing(requests),
        layers.stream().map(NetBenchmark::timing).toList(),
        work,
        inputs.areLikely() ? OptionalDouble.of(precision.bits()) : OptionalDouble.empty(),
        setUpMicros);
  }

  private static Timing timing(List<Double> micros) {
    return Timing.ofMicros(micros.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /// What each step asks of the device: one submission each.
  private List<Work> countWork() {
    try (Ciphertext request = owner.encrypt(inputs.next(images))) {
      return device.during(() -> workspace.run(owner.keys(), request).close()).stream()
          .map(submission -> Work.of(submission.graph()))
          .toList();
    }
  }

  private void warmUp() {
    long last = Long.MAX_VALUE;
    for (int i = 0; i < MOST_WARM_UP; i++) {
      long nanos = ask();
      if (i >= effort.warmUp() - 1 && nanos >= last * (1 - SETTLED)) {
        return;
      }
      last = nanos;
    }
  }

  /// One request, and how many nanoseconds it took on the server.
  private long ask() {
    List<double[]> asked = inputs.next(images);
    try (Ciphertext request = owner.encrypt(asked)) {
      long start = System.nanoTime();
      try (Ciphertext response = workspace.run(owner.keys(), request)) {
        long nanos = System.nanoTime() - start;
        List<double[]> outputs = owner.decrypt(response, images);
        for (int i = 0; i < images; i++) {
          precision.add(ClearInterpreter.fitted(network, asked.get(i)), outputs.get(i));
        }
        return nanos;
      }
    }
  }

  @Override
  public void close() {
    workspace.close();
    runner.close();
    owner.close();
    context.close();
  }
}
