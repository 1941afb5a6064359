package io.cloakwork.serve.server.ops.metrics;

import io.cloakwork.serve.host.HostListener;
import io.cloakwork.serve.host.RefusedException;
import io.cloakwork.serve.host.RequestInfo;
import io.cloakwork.serve.host.RequestTiming;
import io.cloakwork.serve.host.RunFailedException;
import io.cloakwork.serve.host.RunInfo;
import io.cloakwork.serve.server.ops.Outcome;
import io.cloakwork.serve.server.ops.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/// Counts what a host does with requests.
public final class HostMeters implements HostListener {

  private final MeterRegistry registry;
  private final History history;
  private final ActiveClients clients;
  private final ToIntFunction<String> lanes;
  private final Consumer<RunFailedException> failures;
  private final Map<String, ModelMeters> models = new ConcurrentHashMap<>();
  private final Map<RefusedException.Reason, Counter> refusals =
      new EnumMap<>(RefusedException.Reason.class);
  private final Map<RunFailedException.Kind, Counter> failureKinds =
      new EnumMap<>(RunFailedException.Kind.class);

  /// @param lanes of a model by its name
  /// @param failures is told of every request that failed
  HostMeters(
      MeterRegistry registry,
      History history,
      ActiveClients clients,
      ToIntFunction<String> lanes,
      Consumer<RunFailedException> failures) {
    this.registry = registry;
    this.history = history;
    this.clients = clients;
    this.lanes = lanes;
    this.failures = failures;
    for (RefusedException.Reason reason : RefusedException.Reason.values()) {
      refusals.put(
          reason,
          Counter.builder("cloakwork.refusals")
              .description("Requests that the host had no room or time for, by reason")
              .tag("reason", label(reason))
              .register(registry));
    }
    for (RunFailedException.Kind kind : RunFailedException.Kind.values()) {
      failureKinds.put(
          kind,
          Counter.builder("cloakwork.failures")
              .description("Requests that failed with their run, by what failed")
              .tag("kind", label(kind))
              .register(registry));
    }
  }

  /// The meters of a model that is served.
  ModelMeters model(String name) {
    return models.computeIfAbsent(name, n -> new ModelMeters(registry, n));
  }

  void stage(String model, Stage stage, long nanos) {
    model(model).stage(stage).record(nanos, TimeUnit.NANOSECONDS);
    history.stage(stage, nanos);
  }

  @Override
  public void accepted(RequestInfo request, int queued) {
    clients.seen(request.client());
  }

  @Override
  public void refused(RequestInfo request, RefusedException reason) {
    clients.seen(request.client());
    refusals.get(reason.reason()).increment();
    ended(request, Outcome.REFUSED);
  }

  @Override
  public void runStarted(RunInfo run) {
    ModelMeters meters = model(run.model());
    int modelLanes = lanes.applyAsInt(run.model());
    long used = 0;
    for (RequestInfo request : run.requests()) {
      used += request.lane().isPresent() ? 1 : modelLanes;
    }
    meters.runRequests.record(run.requests().size());
    meters.runInputs.record(run.inputs());
    meters.lanesUsed.increment(used);
    meters.lanesOffered.increment((double) run.inputs() * modelLanes);
  }

  @Override
  public void runFinished(RunInfo run, long keysNanos, List<Long> stepNanos, long executeNanos) {
    model(run.model()).runs.increment();
  }

  @Override
  public void runFailed(RunInfo run, Throwable cause) {
    model(run.model()).failedRuns.increment();
  }

  @Override
  public void finished(RequestInfo request, RequestTiming timing) {
    model(request.model()).requests(Outcome.FINISHED).increment();
    stage(request.model(), Stage.QUEUE, timing.queueNanos());
    stage(request.model(), Stage.KEYS, timing.keysNanos());
    stage(request.model(), Stage.EXECUTE, timing.executeNanos());
    history.finished(timing.totalNanos());
  }

  @Override
  public void failed(RequestInfo request, RunFailedException cause) {
    failureKinds.get(cause.kind()).increment();
    failures.accept(cause);
    ended(request, Outcome.FAILED);
  }

  @Override
  public void cancelled(RequestInfo request) {
    ended(request, Outcome.CANCELLED);
  }

  private void ended(RequestInfo request, Outcome outcome) {
    model(request.model()).requests(outcome).increment();
    history.ended(outcome);
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
