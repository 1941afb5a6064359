package io.cloakwork.compiler;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.spi.device.Executable;
import io.cloakwork.spi.device.Reuse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// A compiled network on a device: executables and encoded weights, shared by all clients. Weights
/// are encoded once, when the runner is made. Thread-safe; what runs is a [NetworkWorkspace].
public final class NetworkRunner implements AutoCloseable {

  private final CkksContext context;
  private final CompiledNetwork network;
  private final int batch;

  /// The encoded weights of each step, by name.
  private final List<Map<String, Plaintext>> weights = new ArrayList<>();

  /// The steps for each batch that was asked for.
  private final Map<Integer, List<LoadedStep>> programs = new HashMap<>();

  /// Compiles and encodes for one request at a time.
  public NetworkRunner(CkksContext context, CompiledNetwork network) {
    this(context, network, 1);
  }

  /// Compiles and encodes.
  ///
  /// @param batch requests of one client that run together in a workspace, unless it is asked for
  ///   another number
  /// @throws io.cloakwork.ckks.OperandMismatchException if the context has other parameters
  public NetworkRunner(CkksContext context, CompiledNetwork network, int batch) {
    context.parameters().requireSame(network.parameters(), "compiled network");
    this.context = context;
    this.network = network;
    this.batch = batch;
    network.steps().forEach(_ -> weights.add(new TreeMap<>()));
    try {
      programs.put(batch, load(batch, true));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Loads the steps on all host threads: compiling a graph takes one thread only.
  private List<LoadedStep> load(int requests, boolean encode) {
    Encoder encoder = new Encoder(context);
    return inParallel(index -> {
      ProgramStep step = network.steps().get(index);
      SegmentRecording recorded = network.record(step, requests);
      if (encode) {
        WeightEncoding.encode(encoder, recorded.constants(), weights.get(index));
      }
      Executable executable = context.device().compile(recorded.recording().graph(), Reuse.MANY);
      return LoadedStep.of(step, executable, network.keys().levels().keySet());
    });
  }

  private List<LoadedStep> inParallel(IntFunction<LoadedStep> loading) {
    LoadedStep[] loaded = new LoadedStep[network.steps().size()];
    // Kept until all have ended: a parallel loop that throws leaves some of its work running.
    Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    IntStream.range(0, loaded.length)
        .parallel()
        .forEach(i -> {
          try {
            loaded[i] = loading.apply(i);
          } catch (RuntimeException e) {
            failures.add(e);
          }
        });
    List<LoadedStep> steps = Arrays.stream(loaded).filter(Objects::nonNull).toList();
    if (!failures.isEmpty()) {
      steps.forEach(step -> step.executable().close());
      throw failures.element();
    }
    return steps;
  }

  public CompiledNetwork network() {
    return network;
  }

  /// A new workspace for as many requests as the runner was made for.
  ///
  /// @throws io.cloakwork.spi.device.DeviceOutOfMemoryException if its values do not fit
  public NetworkWorkspace workspace() {
    return workspace(batch);
  }

  /// A new workspace for `requests` of one client at once. The first for a number compiles the
  /// steps for it; weights are the same for all.
  ///
  /// @throws io.cloakwork.spi.device.DeviceOutOfMemoryException if its values do not fit
  public NetworkWorkspace workspace(int requests) {
    return new NetworkWorkspace(context, network, program(requests), weights, requests);
  }

  private synchronized List<LoadedStep> program(int requests) {
    if (programs.isEmpty()) {
      throw new IllegalStateException("the runner of network '" + network.name() + "' is closed");
    }
    List<LoadedStep> program = programs.get(requests);
    if (program == null) {
      program = load(requests, false);
      programs.put(requests, program);
    }
    return program;
  }

  /// Gives executables and weights back; workspaces must not be used afterwards.
  @Override
  public synchronized void close() {
    programs.values().forEach(steps -> steps.forEach(step -> step.executable().close()));
    programs.clear();
    weights.forEach(constants -> constants.values().forEach(Plaintext::close));
    weights.clear();
  }
}
