package io.cloakwork.compiler;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    Encoder encoder = new Encoder(context);
    try {
      for (ProgramStep step : network.steps()) {
        steps.add(load(step, encoder));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
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
