package io.cloakwork.compiler;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Encoder;
import io.cloakwork.ckks.EvaluationKeys;
import io.cloakwork.ckks.Plaintext;
import io.cloakwork.compiler.program.Segment;
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

  /// A segment on the device.
  record LoadedSegment(Segment segment, Executable executable, Map<String, Plaintext> constants) {}

  private final CkksContext context;
  private final CompiledNetwork network;
  private final int batch;
  private final List<LoadedSegment> segments = new ArrayList<>();

  /// Compiles and encodes for one request at a time.
  public NetworkRunner(CkksContext context, CompiledNetwork network) {
    this(context, network, 1);
  }

  /// Compiles and encodes.
  ///
  /// @param batch ciphertexts of one client that run together
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
    LoadedSegment[] loaded = new LoadedSegment[network.segments().size()];
    // Kept until all have ended: a parallel loop that throws leaves some of its work running.
    Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    IntStream.range(0, loaded.length)
        .parallel()
        .forEach(i -> {
          try {
            loaded[i] = load(network.segments().get(i), encoder);
          } catch (RuntimeException e) {
            failures.add(e);
          }
        });
    Arrays.stream(loaded).filter(Objects::nonNull).forEach(segments::add);
    if (!failures.isEmpty()) {
      close();
      throw failures.element();
    }
  }

  private LoadedSegment load(Segment segment, Encoder encoder) {
    SegmentRecording recorded = network.record(segment, batch);
    Map<String, Plaintext> constants = new TreeMap<>();
    Executable executable = context.device().compile(recorded.recording().graph(), Reuse.MANY);
    LoadedSegment loaded = new LoadedSegment(segment, executable, constants);
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
    return new NetworkSession(context, network, segments, keys, batch);
  }

  private static void close(LoadedSegment segment) {
    segment.executable().close();
    segment.constants().values().forEach(Plaintext::close);
  }

  /// Gives executables and weights back; sessions must not be used afterwards.
  @Override
  public void close() {
    segments.forEach(NetworkRunner::close);
    segments.clear();
  }
}
