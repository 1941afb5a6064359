package io.cloakwork.serve.server.ops;

import io.cloakwork.serve.host.HostListener;
import io.cloakwork.serve.server.ops.metrics.ServiceMetrics;
import io.cloakwork.serve.server.ops.status.StatusServer;
import io.cloakwork.serve.server.ops.trace.Tracer;
import io.cloakwork.serve.store.KeyCacheListener;
import io.grpc.ServerInterceptor;
import io.micrometer.core.instrument.FunctionCounter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What operators see of a service: metrics, traces, health and a status page.
///
/// Started before anything else, so that the service can be watched while it loads:
///
/// ```java
/// try (Operations operations = Operations.start(settings)) {
///   host = ModelHost.builder(device).listener(operations.hostListener())…
///   cache = new KeyCache(store, budgets, operations.keyCacheListener());
///   …                              // models are loaded, the service listens
///   operations.attach(new LiveService(device, host, store, cache, budgets, jobs));   // ready
///   …
///   operations.drain();            // not ready any more
/// }
/// ```
public final class Operations implements AutoCloseable {

  private final Sampler sampler;
  private final Health health;
  private final ServiceMetrics metrics;
  private final Optional<Tracer> tracer;
  private final RequestTrail.Context trails;
  private Optional<StatusServer> server = Optional.empty();

  private Operations(OperationsSettings settings) {
    sampler = new Sampler(System::nanoTime);
    health = new Health(sampler);
    metrics =
        new ServiceMetrics(sampler, System::nanoTime, settings.version(), health, health::observe);
    tracer =
        settings
            .traces()
            .map(target -> Tracer.start(target, settings.traceRatio(), settings.version()));
    tracer.ifPresent(this::countSpans);
    trails =
        new RequestTrail.Context(sampler, metrics, tracer, System::nanoTime, epochMinusNanoTime());
  }

  /// Starts what the settings ask for.
  ///
  /// @throws IOException if the status page's address cannot be listened on
  public static Operations start(OperationsSettings settings) throws IOException {
    Operations operations = new Operations(settings);
    try {
      if (settings.status().isPresent()) {
        operations.server =
            Optional.of(
                StatusServer.start(
                    settings.status().get(),
                    settings.version(),
                    operations.health,
                    operations.sampler,
                    operations.metrics));
      }
      return operations;
    } catch (IOException e) {
      operations.close();
      throw e;
    }
  }

  /// For the service's host.
  public HostListener hostListener() {
    return metrics.host();
  }

  /// The same, and another that hears all of it, too.
  public HostListener hostListener(HostListener other) {
    return new HostListeners(List.of(metrics.host(), other));
  }

  /// For the service's key cache.
  public KeyCacheListener keyCacheListener() {
    return metrics.keys();
  }

  /// The same, and another that hears all of it, too.
  public KeyCacheListener keyCacheListener(KeyCacheListener other) {
    return new KeyCacheListeners(List.of(metrics.keys(), other));
  }

  /// For the service's gRPC server: the outermost interceptor.
  public ServerInterceptor callInterceptor() {
    return metrics.calls();
  }

  /// Key bytes arrived from a client.
  public void keyBytesReceived(long bytes) {
    metrics.keyBytesReceived(bytes);
  }

  /// A request has begun to arrive.
  ///
  /// @param requestId as logs call it
  /// @param model that the caller asks for, served or not
  /// @param traceparent what the caller said; empty if nothing
  public RequestTrail begin(String requestId, String model, String traceparent) {
    return new RequestTrail(trails, requestId, model, traceparent);
  }

  /// The service runs: its models are loaded and it listens. From now on it is ready.
  public void attach(ServiceView service) {
    sampler.attach(service);
  }

  /// The service takes no more requests: it is not ready from now on.
  public void drain() {
    health.drain();
  }

  /// What the service does.
  public Health.State state() {
    return health.state();
  }

  /// Where the status page is served.
  public Optional<InetSocketAddress> address() {
    return server.map(StatusServer::address);
  }

  /// All metrics; for tests and measurements in the process.
  public ServiceMetrics metrics() {
    return metrics;
  }

  /// Ends the page and sends the last spans.
  @Override
  public void close() {
    server.ifPresent(StatusServer::close);
    tracer.ifPresent(Tracer::close);
    metrics.close();
  }

  private void countSpans(Tracer spans) {
    FunctionCounter.builder("cloakwork.spans.sent", spans, Tracer::sent)
        .description("Spans that arrived where traces are kept")
        .register(metrics.registry());
    FunctionCounter.builder("cloakwork.spans.dropped", spans, Tracer::dropped)
        .description("Spans that were lost")
        .register(metrics.registry());
  }

  private static long epochMinusNanoTime() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - System.nanoTime();
  }
}
