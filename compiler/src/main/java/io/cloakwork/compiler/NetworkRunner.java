package io.cloakwork.compiler;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/// A compiled network on a device: executables and encoded weights, shared by all clients. Weights
/// are encoded once, when the runner is made. Thread-safe; sessions are not.
public final class NetworkRunner implements AutoCloseable {

  /// A step on the device.
  record LoadedStep(ProgramStep step, Executable executable, Map<String, Plaintext> constants) {}

  private final CkksContext context;
  private final CompiledNetwork network;
  private final int batch;
  private final List<LoadedStep> steps = new ArrayList<>();

  /// Compiles and encodes for one request at a time.
  public NetworkRunner(CkksContext context, CompiledNetwork network) {
    this(context, network, 1);
  }

  /// Compiles and encodes.
  ///
  /// @param batch requests of one client that run together
  /// @throws io.cloakwork.ckks.OperandMismatchException if the context has other parameters
  public NetworkRunner(CkksContext context, CompiledNetwork network, int batch) {
    context.parameters().requireSame(network.parameters(), "compiled network");
    this.context = context;
    this.network = network;
    this.batch = batch;
    loadAll();
  }

  /// Loads the segments on all host threads: compiling a graph takes one thread only.
  private void loadAll() {
    Encoder encoder = new Encoder(context);
    LoadedStep[] loaded = new LoadedStep[network.steps().size()];
    // Kept until all have ended: a parallel loop that throws leaves some of its work running.
    Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    IntStream.range(0, loaded.length)
        .parallel()
        .forEach(i -> {
          try {
            loaded[i] = load(network.steps().get(i), encoder);
          } catch (RuntimeException e) {
            failures.add(e);
          }
        });
    Arrays.stream(loaded).filter(Objects::nonNull).forEach(steps::add);
    if (!failures.isEmpty()) {
      close();
      throw failures.element();
    }
  }

  private LoadedStep load(ProgramStep step, Encoder encoder) {
    SegmentRecording recorded = network.record(step, batch);
    Map<String, Plaintext> constants = new TreeMap<>();
    Executable executable = context.device().compile(recorded.recording().graph(), Reuse.MANY);
    LoadedStep loaded = new LoadedStep(step, executable, constants);
    try {
      WeightEncoding.encode(encoder, recorded.constants(), constants);
      return loaded;
    } catch (RuntimeException e) {
      close(loaded);
      throw e;
    }
  }

  public CompiledNetwork network() {
    return network;
  }

  /// Binds a client's keys once, for many runs. The keys stay the caller's and must outlive it.
  ///
  /// @throws io.cloakwork.ckks.MissingKeyException if a key that the network asks for is missing or
  ///   made for another level
  public NetworkSession session(EvaluationKeys keys) {
    return new NetworkSession(context, network, steps, keys, batch);
  }

  private static void close(LoadedStep step) {
    step.executable().close();
    step.constants().values().forEach(Plaintext::close);
  }

  /// Gives executables and weights back; sessions must not be used afterwards.
  @Override
  public void close() {
    steps.forEach(NetworkRunner::close);
    steps.clear();
  }
}
