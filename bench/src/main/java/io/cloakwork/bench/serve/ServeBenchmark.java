package io.cloakwork.bench.serve;

import io.cloakwork.ckks.CkksContext;
import io.cloakwork.compiler.ClearInterpreter;
import io.cloakwork.compiler.CompileOptions;
import io.cloakwork.compiler.CompiledNetwork;
import io.cloakwork.serve.protocol.RemoteManifest;
import io.cloakwork.serve.protocol.RemoteResult;
import io.cloakwork.serve.protocol.RemoteService;
import io.cloakwork.spi.device.Device;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// Starts a service in this process and is its clients, through real sockets: from nothing to the
/// first prediction, the steady state, and three comparisons with it.
///
/// Inputs are uniform in [0, 1), as images are. Every output of the steady state is compared with
/// what the network gives without encryption.
public final class ServeBenchmark {

  private static final String ONE = "one";
  private static final String LANES = "lanes";

  /// Makes runs comparable.
  private static final long SEED = 5;

  /// Requests of a lane that are open at a time: one runs while the next is on its way.
  private static final int REQUESTS_A_LANE = 2;

  /// Errors above this part of the largest output are no precision but a mistake.
  private static final double LARGEST_ERROR = 0.05;

  private final NetworkSource source;
  private final ServeDevice device;
  private final ServeLoad load;
  private final ServeListener listener;
  private final Random random = new Random(SEED);

  public ServeBenchmark(
      NetworkSource source, ServeDevice device, ServeLoad load, ServeListener listener) {
    this.source = source;
    this.device = device;
    this.load = load;
    this.listener = listener;
  }

  /// How often [ServeListener#step] will be called.
  public static long steps(ServeLoad load) {
    return (long) load.requests() + load.naiveRequests() + load.clients();
  }

  /// Measures everything.
  ///
  /// @throws IOException if the model cannot be read, or the service's folder not be written
  /// @throws IllegalStateException if a request fails or an output is wrong
  public ServeReport run() throws IOException, InterruptedException {
    listener.doing("compiling");
    CompileOptions options = CompileOptions.defaults();
    long start = System.nanoTime();
    CompiledNetwork network = source.compile(options);
    double compileSeconds = (System.nanoTime() - start) * 1e-9;
    Map<String, CompiledNetwork> networks = new LinkedHashMap<>();
    networks.put(ONE, network);
    if (load.lanes() > 1) {
      networks.put(LANES, source.compile(options.withImagesPerCiphertext(load.lanes())));
    }
    listener.doing("starting the service");
    try (BenchService service = new BenchService(networks, device.choice(), load.clients());
        Device own = device.open();
        CkksContext context = new CkksContext(network.parameters(), own)) {
      ServeReport report = measure(service, context, networks, compileSeconds);
      service.events().requireNoComplaint();
      return report;
    }
  }

  private ServeReport measure(
      BenchService service,
      CkksContext context,
      Map<String, CompiledNetwork> networks,
      double compileSeconds)
      throws IOException, InterruptedException {
    CompiledNetwork network = networks.get(ONE);
    listener.doing("making keys");
    try (RemoteService connection =
        service.connect(0, Math.max(load.clients(), load.lanes() * REQUESTS_A_LANE))) {
      long start = System.nanoTime();
      RemoteManifest manifest = connection.manifest(ONE);
      double asking = (System.nanoTime() - start) * 1e-9;
      try (BenchClient client = new BenchClient(connection, manifest, context)) {
        listener.doing("registering keys");
        double registering = client.register();
        double loading = service.events().keySeconds(client.keySet());
        SetUp setUp =
            new SetUp(
                compileSeconds,
                service.events().readSeconds(ONE),
                service.events().modelSeconds(ONE),
                asking + client.generationSeconds(),
                client.serialisingSeconds(),
                registering - loading,
                loading);
        SteadyState steady = steady(service, client, network);
        return new ServeReport(
            network.name(),
            network.parameters(),
            context.device().profile(),
            client.keyCount(),
            client.keyBytes(),
            service.startSeconds(),
            setUp,
            steady,
            naive(connection, manifest, context, network),
            clients(service, client, manifest, context, network),
            lanes(connection, client, context, networks));
      }
    }
  }

  private double[] input(CompiledNetwork network) {
    return random.doubles(network.inputPacking().shape().size()).toArray();
  }

  private SteadyState steady(BenchService service, BenchClient client, CompiledNetwork network)
      throws IOException, InterruptedException {
    listener.doing("asking one after the other");
    double[] firstInput = input(network);
    RequestTimes first = client.request(firstInput);
    double largest = error(network, firstInput, first.output());
    long touched = service.keyBytesTouched();
    List<RequestTimes> requests = new ArrayList<>();
    long nanos = 0;
    for (int i = 0; i < load.requests(); i++) {
      double[] input = input(network);
      long start = System.nanoTime();
      RequestTimes times = client.request(input);
      nanos += System.nanoTime() - start;
      largest = Math.max(largest, error(network, input, times.output()));
      requests.add(times);
      listener.step();
    }
    long after = service.keyBytesTouched();
    return new SteadyState(first, requests, nanos * 1e-9, after - touched, largest);
  }

  /// The largest difference from the network without encryption over its largest output.
  private static double error(CompiledNetwork network, double[] input, double[] output) {
    double[] expected = ClearInterpreter.model(network, input);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - output[i]));
    }
    double error = largest == 0 ? difference : difference / largest;
    if (!(error <= LARGEST_ERROR)) {
      throw new IllegalStateException(
          "an output is wrong by %s of the largest, seed %d".formatted(error, SEED));
    }
    return error;
  }

  /// Requests that bring keys of their own: made, uploaded, loaded, used once, forgotten. The
  /// service and its network are there.
  private List<NaiveRequest> naive(
      RemoteService connection,
      RemoteManifest manifest,
      CkksContext context,
      CompiledNetwork network)
      throws IOException, InterruptedException {
    listener.doing("with fresh keys for every request");
    List<NaiveRequest> requests = new ArrayList<>();
    for (int i = 0; i < load.naiveRequests(); i++) {
      double[] input = input(network);
      long start = System.nanoTime();
      try (BenchClient client = new BenchClient(connection, manifest, context)) {
        double registering = client.register();
        RequestTimes times = client.request(input);
        double seconds = (System.nanoTime() - start) * 1e-9;
        requests.add(new NaiveRequest(seconds, client.keySeconds(), registering, times));
        error(network, input, times.output());
        client.forget();
      }
      listener.step();
    }
    return requests;
  }

  private Optional<ServeReport.Clients> clients(
      BenchService service,
      BenchClient first,
      RemoteManifest manifest,
      CkksContext context,
      CompiledNetwork network)
      throws IOException, InterruptedException {
    if (load.clients() == 1) {
      return Optional.empty();
    }
    listener.doing("%d clients at once".formatted(load.clients()));
    byte[] firstInput = first.encrypt(input(network), 0);
    List<RemoteService> connections = new ArrayList<>();
    List<BenchClient> others = new ArrayList<>();
    try {
      List<Supplier<CompletableFuture<RemoteResult>>> alone = new ArrayList<>();
      List<Supplier<CompletableFuture<RemoteResult>>> together = new ArrayList<>();
      for (int i = 0; i < load.clients(); i++) {
        alone.add(() -> first.send(firstInput, 0));
        BenchClient client = first;
        if (i > 0) {
          connections.add(service.connect(i, 1));
          client = new BenchClient(connections.getLast(), manifest, context);
          others.add(client);
          client.register();
        }
        BenchClient asking = client;
        byte[] input = client.encrypt(input(network), 0);
        together.add(() -> asking.send(input, 0));
        listener.step();
      }
      Contest contest =
          Contest.run(
              () -> Window.run(alone, load.window()),
              () -> Window.run(together, load.window()),
              load.rounds());
      return Optional.of(new ServeReport.Clients(load.clients(), contest));
    } finally {
      others.forEach(BenchClient::close);
      connections.forEach(RemoteService::close);
    }
  }

  private Optional<ServeReport.Lanes> lanes(
      RemoteService connection,
      BenchClient client,
      CkksContext context,
      Map<String, CompiledNetwork> networks)
      throws IOException, InterruptedException {
    if (load.lanes() == 1) {
      return Optional.empty();
    }
    listener.doing("%d lanes".formatted(load.lanes()));
    CompiledNetwork network = networks.get(LANES);
    byte[] single = client.encrypt(input(networks.get(ONE)), 0);
    try (CkksContext laneContext = new CkksContext(network.parameters(), context.device());
        BenchClient laned = new BenchClient(connection, connection.manifest(LANES), laneContext)) {
      laned.register();
      List<Supplier<CompletableFuture<RemoteResult>>> filled = new ArrayList<>();
      for (int i = 0; i < load.lanes(); i++) {
        int lane = i;
        byte[] input = laned.encrypt(input(network), lane);
        for (int ahead = 0; ahead < REQUESTS_A_LANE; ahead++) {
          filled.add(() -> laned.send(input, lane));
        }
      }
      Contest contest =
          Contest.run(
              () -> Window.run(List.of(() -> client.send(single, 0)), load.window()),
              () -> Window.run(filled, load.window()),
              load.rounds());
      return Optional.of(new ServeReport.Lanes(load.lanes(), contest));
    }
  }
}
