package io.cloakwork.serve.server;

import io.cloakwork.serve.host.ModelHost;
import io.cloakwork.serve.server.access.Gate;
import io.cloakwork.serve.server.access.RateLimits;
import io.cloakwork.serve.server.call.CallGuard;
import io.cloakwork.serve.server.call.InferenceEndpoint;
import io.cloakwork.serve.server.call.JobRunner;
import io.cloakwork.serve.server.call.LenientParsing;
import io.cloakwork.serve.server.call.ServedModel;
import io.cloakwork.serve.server.call.ServiceParts;
import io.cloakwork.serve.server.log.EventLog;
import io.cloakwork.serve.server.ops.LiveService;
import io.cloakwork.serve.server.ops.Operations;
import io.cloakwork.serve.server.ops.OperationsSettings;
import io.cloakwork.serve.store.CacheStatistics;
import io.cloakwork.serve.store.JobStore;
import io.cloakwork.serve.store.KeyCache;
import io.cloakwork.serve.store.KeyStore;
import io.cloakwork.spi.device.Device;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The inference service: models on a device, clients' keys and jobs on disk, gRPC in front.
/// Several may run in one process, each with a data folder of its own.
///
/// [#drain] is the way to stop it: nothing new is accepted, what was accepted is finished. [#close]
/// stops at once; jobs go on after the next start.
public final class InferenceServer implements AutoCloseable {

  private static final Duration EXPIRY_PERIOD = Duration.ofMinutes(1);
  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final Duration HANDSHAKE = Duration.ofSeconds(10);

  /// Clients may ask whether the connection is alive this often; more is abuse.
  private static final Duration FASTEST_KEEP_ALIVE = Duration.ofSeconds(30);

  /// After what silence the service asks, and how long it waits for the answer.
  private static final Duration KEEP_ALIVE = Duration.ofMinutes(2);

  private static final Duration KEEP_ALIVE_ANSWER = Duration.ofSeconds(20);

  private static final Duration LONGEST_IDLE = Duration.ofMinutes(30);

  private final ServerSettings settings;
  private final OperationsSettings watched;
  private final EventLog log;
  private final Resources resources = new Resources();
  private final HealthStatusManager health = new HealthStatusManager();
  private Operations operations;
  private Device device;
  private KeyCache cache;
  private ModelHost host;
  private JobRunner runner;
  private InferenceEndpoint endpoint;
  private Server server;
  private volatile boolean draining;

  private InferenceServer(ServerSettings settings, OperationsSettings watched, EventLog log) {
    this.settings = settings;
    this.watched = watched;
    this.log = log;
  }

  /// Starts a service that nobody watches over HTTP.
  ///
  /// @see #start(ServerSettings, OperationsSettings, EventLog)
  public static InferenceServer start(ServerSettings settings, EventLog log) throws IOException {
    return start(settings, OperationsSettings.none(), log);
  }

  /// Starts a service. Returns when it takes calls: models are compiled and warm.
  ///
  /// @param watched its status page and traces, which are there while models are compiled
  /// @throws IOException if a file cannot be used, or the address is taken
  /// @throws IllegalArgumentException if the settings would let in anyone
  /// @throws io.cloakwork.spi.device.BackendException if the device cannot be used
  /// @throws io.cloakwork.compiler.CompileException if a model cannot be compiled
  public static InferenceServer start(
      ServerSettings settings, OperationsSettings watched, EventLog log) throws IOException {
    InferenceServer service = new InferenceServer(settings, watched, log);
    boolean started = false;
    try {
      service.open();
      started = true;
      return service;
    } finally {
      if (!started) {
        service.close();
      }
    }
  }

  private void open() throws IOException {
    InetSocketAddress address = settings.listen().resolve();
    settings.access().requireSafeAt(address);
    ServerCredentials credentials =
        settings.access().tls().isPresent()
            ? settings.access().tls().get().credentials()
            : InsecureServerCredentials.create();
    operations = resources.add(Operations.start(watched));
    RateLimits rates =
        new RateLimits(
            settings.calls().callsPerSecond(), settings.calls().callBurst(), System::nanoTime);
    Gate gate = new Gate(settings.access(), rates, Clock.systemUTC(), log);
    ServiceParts parts = openParts(rates);
    runner = resources.add(JobRunner.start(parts));
    endpoint = new InferenceEndpoint(parts, runner);
    server = build(address, credentials, gate, executor()).start();
    parts.models().keySet().forEach(name -> health.setStatus(name, ServingStatus.SERVING));
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
    operations.attach(
        new LiveService(
            device, host, parts.keys(), parts.cache(), settings.keyMemory(), parts.jobs()));
    log.info("service.started", Map.of("listen", settings.listen().host(), "port", port()));
  }

  private ServiceParts openParts(RateLimits rates) throws IOException {
    DataFolder data = DataFolder.open(settings.data());
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("timer").daemon().factory());
    resources.add(timer::shutdownNow);
    KeyStore keys = resources.add(KeyStore.open(data.keys(), settings.keys()));
    JobStore jobs = resources.add(JobStore.open(data.jobs(), settings.jobs()));
    device = resources.add(settings.device().open());
    cache =
        resources.add(
            new KeyCache(
                keys, settings.keyMemory(), operations.keyCacheListener(new CacheLog(log))));
    host =
        resources.add(
            ModelHost.builder(device)
                .settings(settings.host())
                .listener(operations.hostListener(new HostLog(log)))
                .relief(cache::releaseIdle)
                .open());
    SequencedMap<String, ServedModel> models = ServedModels.load(settings, host, log);
    var _ =
        timer.scheduleWithFixedDelay(
            () -> Thread.ofVirtual().start(() -> expire(keys, jobs)),
            EXPIRY_PERIOD.toSeconds(),
            EXPIRY_PERIOD.toSeconds(),
            TimeUnit.SECONDS);
    return ServiceParts.of(
        models,
        host,
        keys,
        cache,
        jobs,
        settings.calls(),
        rates,
        data.receiving(),
        timer,
        operations,
        log);
  }

  private void expire(KeyStore keys, JobStore jobs) {
    try {
      Instant now = Instant.now();
      int keySets = keys.expire(now);
      int results = jobs.expire(now);
      if (keySets + results > 0) {
        log.info("store.expired", Map.of("keySets", keySets, "jobs", results));
      }
    } catch (IOException | RuntimeException e) {
      log.error("store.broken", Map.of("exception", e));
    }
  }

  /// Calls wait for the disk and for runs, so each has a thread of its own, which costs nothing
  /// while it waits.
  private ExecutorService executor() {
    ExecutorService calls =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("call-", 0).factory());
    resources.add(calls::shutdownNow);
    return calls;
  }

  private Server build(
      InetSocketAddress address, ServerCredentials credentials, Gate gate, ExecutorService calls) {
    return NettyServerBuilder.forAddress(address, EarlyAnswers.reset(credentials))
        .executor(calls)
        .maxInboundMessageSize(settings.calls().messageBytes())
        .maxInboundMetadataSize(MAX_HEADER_BYTES)
        .maxConcurrentCallsPerConnection(settings.calls().callsPerConnection())
        .handshakeTimeout(HANDSHAKE.toSeconds(), TimeUnit.SECONDS)
        .permitKeepAliveTime(FASTEST_KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
        .permitKeepAliveWithoutCalls(true)
        .keepAliveTime(KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS)
        .keepAliveTimeout(KEEP_ALIVE_ANSWER.toSeconds(), TimeUnit.SECONDS)
        .maxConnectionIdle(LONGEST_IDLE.toMinutes(), TimeUnit.MINUTES)
        .addService(LenientParsing.of(endpoint))
        .addService(health.getHealthService())
        .addService(ProtoReflectionServiceV1.newInstance())
        // The last one is the outermost.
        .intercept(gate)
        .intercept(new CallGuard(log, () -> draining))
        .intercept(operations.callInterceptor())
        .build();
  }

  /// Where the service listens.
  public int port() {
    return server.getPort();
  }

  /// What its keys cost so far, and what they hold.
  public CacheStatistics keyStatistics() {
    return cache.statistics();
  }

  /// What operators see of it.
  public Operations operations() {
    return operations;
  }

  /// Stops taking requests, finishes those that were accepted, and closes. Jobs that are not done
  /// go on after the next start.
  ///
  /// @param atMost how long to wait
  /// @return whether everything that was accepted has ended
  public boolean drain(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    draining = true;
    operations.drain();
    health.enterTerminalState();
    log.info("service.draining", Map.of("seconds", atMost.toSeconds()));
    runner.stop();
    endpoint.drain();
    server.shutdown();
    boolean calls = server.awaitTermination(left(deadline), TimeUnit.NANOSECONDS);
    boolean jobs = runner.awaitStop(Duration.ofNanos(Math.max(1, left(deadline))));
    boolean requests = host.drain(Duration.ofNanos(left(deadline)));
    boolean done = calls && jobs && requests;
    log.info("service.drained", Map.of("complete", done));
    close();
    return done;
  }

  private static long left(long deadline) {
    return Math.max(0, deadline - System.nanoTime());
  }

  /// Waits until the service is stopped.
  public void awaitTermination() throws InterruptedException {
    server.awaitTermination();
  }

  /// Stops at once. Closing twice is harmless.
  @Override
  public void close() {
    if (server != null) {
      server.shutdownNow();
    }
    resources.close(log);
  }
}
