package io.cloakwork.bench.serve;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.compiler.NetworkRunner;
import io.cloakwork.serve.protocol.RemoteManifest;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.spi.device.Device;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/// Measures what is paid before the first request, again and again: a service in this process and
/// clients that come with fresh keys through real sockets, one after the other.
final class SetUpBenchmark {

  private static final String MODEL = "network";

  private final NetworkSource source;
  private final ServeDevice device;
  private final Device own;
  private final int rounds;
  private final DoubleConsumer progress;
  private final Map<SetUpStage, List<Double>> seconds = new EnumMap<>(SetUpStage.class);
  private double done;

  /// What the stages took.
  ///
  /// @param seconds of each, in the order of the rounds
  record Result(Parameters parameters, Map<SetUpStage, List<Double>> seconds) {}

  /// @param device that the service computes on
  /// @param own that clients make keys on and weights are encoded for, of the same kind
  /// @param rounds how often each stage is measured
  /// @param progress told which part is done, in (0, 1]
  SetUpBenchmark(
      NetworkSource source, ServeDevice device, Device own, int rounds, DoubleConsumer progress) {
    this.source = source;
    this.device = device;
    this.own = own;
    this.rounds = rounds;
    this.progress = progress;
  }

  /// @throws IllegalStateException if the service complains of anything
  Result run() throws IOException {
    CompiledNetwork network = compile();
    try (CkksContext context = new CkksContext(network.parameters(), own)) {
      encode(context, network);
      try (BenchService service = new BenchService(Map.of(MODEL, network), device.choice(), 1)) {
        clients(context, service);
        service.events().requireNoComplaint();
      }
    }
    return new Result(network.parameters(), seconds);
  }

  private CompiledNetwork compile() throws IOException {
    CompiledNetwork network = null;
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      network = source.compile(CompileOptions.defaults());
      add(SetUpStage.COMPILE, since(start));
      step();
    }
    return network;
  }

  private void encode(CkksContext context, CompiledNetwork network) {
    for (int round = 0; round < rounds; round++) {
      long start = System.nanoTime();
      NetworkRunner runner = new NetworkRunner(context, network);
      add(SetUpStage.WEIGHT_ENCODING, since(start));
      runner.close();
      step();
    }
  }

  private void clients(CkksContext context, BenchService service) throws IOException {
    try (RemoteService connection = service.connect(0, 1)) {
      RemoteManifest manifest = connection.manifest(MODEL);
      for (int round = 0; round < rounds; round++) {
        try (BenchClient client = new BenchClient(connection, manifest, context)) {
          add(SetUpStage.KEY_GENERATION, client.generationSeconds());
          add(SetUpStage.SERIALISING, client.serialisingSeconds());
          double registering = client.register();
          double loading = service.events().keySeconds(client.keySet());
          add(SetUpStage.UPLOAD, registering - loading);
          add(SetUpStage.LOADING, loading);
          client.forget();
        }
        step();
      }
    }
  }

  private void add(SetUpStage stage, double took) {
    seconds.computeIfAbsent(stage, _ -> new ArrayList<>()).add(took);
  }

  /// Compilation, weights and clients have as many rounds each.
  private void step() {
    done++;
    progress.accept(done / (3.0 * rounds));
  }

  private static double since(long start) {
    return (System.nanoTime() - start) * 1e-9;
  }
}
