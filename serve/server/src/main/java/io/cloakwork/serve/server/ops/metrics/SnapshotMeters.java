package io.cloakwork.serve.server.ops.metrics;

import io.cloakwork.serve.server.ops.Health;
import io.cloakwork.serve.server.ops.Sampler;
import io.cloakwork.serve.server.ops.ServiceSnapshot;
import io.cloakwork.serve.store.CacheStatistics;
import io.cloakwork.serve.store.JobPhase;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// What is read of the service whenever metrics are asked for. Before the service runs, gauges are
/// not numbers and counters zero.
final class SnapshotMeters {

  private static final String BYTES = "bytes";
  private static final String TIER = "tier";

  private final MeterRegistry registry;
  private final Sampler sampler;

  SnapshotMeters(MeterRegistry registry, Sampler sampler) {
    this.registry = registry;
    this.sampler = sampler;
  }

  void register(Health health) {
    for (Health.State state : Health.State.values()) {
      Gauge.builder("cloakwork.state", () -> health.state() == state ? 1 : 0)
          .description("1 for the state that the service is in")
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .register(registry);
    }
    registerHost();
    registerKeys();
    registerStore();
    gauge(
        "cloakwork.device.allocated",
        BYTES,
        "Bytes allocated on the device",
        Tags.empty(),
        s -> s.deviceBytes());
    gauge(
        "cloakwork.device.limit",
        BYTES,
        "Bytes that may be allocated there",
        Tags.empty(),
        s -> s.device().memoryBytes());
  }

  private void registerHost() {
    gauge("cloakwork.models", null, "Models that are served", Tags.empty(), s -> s.models().size());
    gauge(
        "cloakwork.sessions",
        null,
        "Sessions that are open",
        Tags.empty(),
        s -> s.host().sessions());
    gauge(
        "cloakwork.queue.requests",
        null,
        "Requests that wait",
        Tags.empty(),
        s -> s.host().queued());
    gauge(
        "cloakwork.running.requests",
        null,
        "Requests in the present run",
        Tags.empty(),
        s -> s.host().running());
    gauge(
        "cloakwork.queue.predicted",
        "seconds",
        "Time until everything that waits has run",
        Tags.empty(),
        s -> s.host().predictedWork().toNanos() * 1e-9);
    gauge(
        "cloakwork.held",
        BYTES,
        "Inputs and results on the device",
        Tags.empty(),
        s -> s.host().heldBytes());
    for (JobPhase phase : JobPhase.values()) {
      gauge(
          "cloakwork.jobs",
          null,
          "Jobs that are stored, by phase",
          Tags.of("phase", phase.name().toLowerCase(Locale.ROOT)),
          s -> s.jobs().getOrDefault(phase, 0));
    }
  }

  private void registerKeys() {
    String acquisitions = "cloakwork.key.acquisitions";
    String acquired = "Key sets that runs asked for, by whether they were on the device";
    counter(acquisitions, null, acquired, Tags.of("result", "hit"), CacheStatistics::hits);
    counter(acquisitions, null, acquired, Tags.of("result", "miss"), CacheStatistics::misses);
    String loads = "cloakwork.key.loads";
    String loaded = "Key sets brought to the device, by where their files were";
    counter(loads, null, loaded, Tags.of("source", "ram"), CacheStatistics::ramHits);
    counter(loads, null, loaded, Tags.of("source", "disk"), k -> k.loads() - k.ramHits());
    counter(
        "cloakwork.key.load.failures",
        null,
        "Key sets that could not be loaded",
        Tags.empty(),
        CacheStatistics::failures);
    String evictions = "cloakwork.key.evictions";
    String evicted = "Key sets that made room for others";
    counter(evictions, null, evicted, Tags.of(TIER, "device"), CacheStatistics::deviceEvictions);
    counter(evictions, null, evicted, Tags.of(TIER, "ram"), CacheStatistics::ramEvictions);
    counter(
        "cloakwork.key.disk.read",
        BYTES,
        "Key bytes read from disk; still in a steady state",
        Tags.empty(),
        CacheStatistics::diskBytes);
    counter(
        "cloakwork.key.device.upload",
        BYTES,
        "Key bytes put on the device; still in a steady state",
        Tags.empty(),
        CacheStatistics::uploadedBytes);
    String used = "Key bytes that are cached";
    gauge("cloakwork.key.cache", BYTES, used, Tags.of(TIER, "device"), s -> s.keys().deviceBytes());
    gauge("cloakwork.key.cache", BYTES, used, Tags.of(TIER, "ram"), s -> s.keys().ramBytes());
    String budget = "Key bytes that may be cached";
    gauge(
        "cloakwork.key.budget",
        BYTES,
        budget,
        Tags.of(TIER, "device"),
        s -> s.keyBudgets().deviceBytes());
    gauge(
        "cloakwork.key.budget",
        BYTES,
        budget,
        Tags.of(TIER, "ram"),
        s -> s.keyBudgets().ramBytes());
    gauge(
        "cloakwork.key.pinned",
        BYTES,
        "Key bytes that runs use",
        Tags.empty(),
        s -> s.keys().pinnedBytes());
    gauge(
        "cloakwork.key.sets.cached",
        null,
        "Key sets on the device",
        Tags.empty(),
        s -> s.keys().deviceKeySets());
  }

  private void registerStore() {
    gauge(
        "cloakwork.key.sets.stored",
        null,
        "Complete key sets on disk",
        Tags.empty(),
        s -> s.stored().keySets());
    gauge(
        "cloakwork.key.stored", BYTES, "Key files on disk", Tags.empty(), s -> s.stored().bytes());
    gauge(
        "cloakwork.uploads",
        null,
        "Key files that are being uploaded",
        Tags.empty(),
        s -> s.stored().uploads());
    gauge(
        "cloakwork.uploads.reserved",
        BYTES,
        "What those will have when they are complete",
        Tags.empty(),
        s -> s.stored().uploadBytes());
  }

  private void gauge(
      String name,
      String unit,
      String description,
      Tags tags,
      ToDoubleFunction<ServiceSnapshot> read) {
    Gauge.builder(
            name,
            sampler,
            s -> s.latest().map(snapshot -> read.applyAsDouble(snapshot)).orElse(Double.NaN))
        .baseUnit(unit)
        .description(description)
        .tags(tags)
        .register(registry);
  }

  private void counter(
      String name,
      String unit,
      String description,
      Tags tags,
      ToLongFunction<CacheStatistics> read) {
    FunctionCounter.builder(
            name,
            sampler,
            s -> s.latest().map(snapshot -> (double) read.applyAsLong(snapshot.keys())).orElse(0.0))
        .baseUnit(unit)
        .description(description)
        .tags(tags)
        .register(registry);
  }
}
