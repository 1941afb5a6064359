package io.cloakwork.serve.server.ops.metrics;

import io.cloakwork.serve.host.RunFailedException;
import io.cloakwork.serve.server.ops.Health;
import io.cloakwork.serve.server.ops.Sampler;
import io.cloakwork.serve.server.ops.ServiceSnapshot;
import io.cloakwork.serve.server.ops.Stage;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// All metrics of a service, in a registry of its own.
public final class ServiceMetrics implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final Sampler sampler;
  private final History history;
  private final ActiveClients clients;
  private final HostMeters host;
  private final KeyMeters keys;
  private final CallMeters calls;
  private final Counter receivedKeyBytes;

  /// @param version of the program
  /// @param failures is told of every request that failed
  public ServiceMetrics(
      Sampler sampler,
      LongSupplier nanoTime,
      String version,
      Health health,
      Consumer<RunFailedException> failures) {
    this.sampler = sampler;
    history = new History(nanoTime);
    clients = new ActiveClients(nanoTime);
    host = new HostMeters(registry, history, clients, this::lanes, failures);
    keys = new KeyMeters(registry);
    calls = new CallMeters(registry);
    receivedKeyBytes =
        Counter.builder("cloakwork.upload.received")
            .baseUnit("bytes")
            .description("Key bytes that clients sent")
            .register(registry);
    new SnapshotMeters(registry, sampler).register(health);
    Gauge.builder("cloakwork.clients.active", clients, ActiveClients::count)
        .description("Clients that asked for anything in the last five minutes")
        .register(registry);
    Gauge.builder("cloakwork.build", () -> 1)
        .description("The program")
        .tag("version", version)
        .register(registry);
    bindMachine();
  }

  private void bindMachine() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  public HostMeters host() {
    return host;
  }

  public KeyMeters keys() {
    return keys;
  }

  public CallMeters calls() {
    return calls;
  }

  public History history() {
    return history;
  }

  /// Clients that asked for anything in the last five minutes.
  public int activeClients() {
    return clients.count();
  }

  /// Where further meters of the service can be registered.
  public MeterRegistry registry() {
    return registry;
  }

  /// Key bytes arrived from a client.
  public void keyBytesReceived(long bytes) {
    receivedKeyBytes.increment(bytes);
  }

  /// A request for a model that is served went through a stage.
  public void stage(String model, Stage stage, long nanos) {
    host.stage(model, stage, nanos);
  }

  /// All metrics as text.
  ///
  /// @param contentType one of Prometheus' text formats
  public String scrape(String contentType) {
    return registry.scrape(contentType);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }

  private int lanes(String model) {
    return sampler.model(model).map(ServiceSnapshot.Model::lanes).orElse(1);
  }
}
