package io.cloakwork.serve.server.ops.metrics;

import io.cloakwork.serve.server.ops.Outcome;
import io.cloakwork.serve.server.ops.Stage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;

/// The meters of one model, all there from its first request on, so that rates begin at zero.
final class ModelMeters {

  private static final String MODEL = "model";

  private final Map<Outcome, Counter> requests = new EnumMap<>(Outcome.class);
  private final Map<Stage, Timer> stages = new EnumMap<>(Stage.class);
  final Counter runs;
  final Counter failedRuns;
  final DistributionSummary runRequests;
  final DistributionSummary runInputs;
  final Counter lanesUsed;
  final Counter lanesOffered;

  ModelMeters(MeterRegistry registry, String model) {
    for (Outcome outcome : Outcome.values()) {
      requests.put(
          outcome,
          Counter.builder("cloakwork.requests")
              .description("Requests that ended, by how")
              .tags(MODEL, model, "outcome", outcome.label())
              .register(registry));
    }
    for (Stage stage : Stage.values()) {
      stages.put(
          stage,
          Buckets.timer("cloakwork.stage", "Time that requests spent in a stage")
              .tags(MODEL, model, "stage", stage.label())
              .register(registry));
    }
    runs = runCounter(registry, model, "finished");
    failedRuns = runCounter(registry, model, "failed");
    runRequests =
        Buckets.counts("cloakwork.run.requests", "Requests that shared a run")
            .tags(MODEL, model)
            .register(registry);
    runInputs =
        Buckets.counts("cloakwork.run.inputs", "Inputs that ran as one batch")
            .tags(MODEL, model)
            .register(registry);
    lanesUsed = counter(registry, model, "cloakwork.lanes.used", "Lanes that held a request");
    lanesOffered = counter(registry, model, "cloakwork.lanes.offered", "Lanes of the inputs run");
  }

  Counter requests(Outcome outcome) {
    return requests.get(outcome);
  }

  Timer stage(Stage stage) {
    return stages.get(stage);
  }

  private static Counter runCounter(MeterRegistry registry, String model, String outcome) {
    return Counter.builder("cloakwork.runs")
        .description("Runs on the device that ended, by how")
        .tags(MODEL, model, "outcome", outcome)
        .register(registry);
  }

  private static Counter counter(
      MeterRegistry registry, String model, String name, String description) {
    return Counter.builder(name).description(description).tags(MODEL, model).register(registry);
  }
}
