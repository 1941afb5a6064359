package io.cloakwork.cli.command;

import io.cloakwork.bench.ops.OpsJob;
import io.cloakwork.bench.ops.Selection;
import io.cloakwork.bench.run.DeviceTarget;
import io.cloakwork.bench.run.Job;
import io.cloakwork.bench.timing.Effort;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Times single operations.
@Command(
    name = "ops",
    description =
        "Time single operations: of the scheme, and those that every backend has (rns_...).")
final class BenchOpsCommand extends BenchRunCommand {

  private static final List<String> DEFAULT_PRESETS = List.of("P1", "P2");
  private static final double PROBE_PART = 0.1;
  private static final int MOST_SECONDS = 600;

  @Mixin private BenchTargets targets;
  @Mixin private BenchPresets presets;
  @Mixin private BenchBatches batches;

  @Option(
      names = "--ops",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only these operations, for instance rescale,rotate,rns_mod_down; all of the scheme are"
              + " 'scheme', all of backends 'rns'.")
  private List<String> only = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "How long to time each operation (default: ${DEFAULT-VALUE}).")
  private double seconds;

  BenchOpsCommand(Console console) {
    super(console);
  }

  @Override
  List<Job> jobs() {
    if (!(seconds > 0 && seconds <= MOST_SECONDS)) {
      throw new UsageFailure("--seconds %s is not in (0, %d]".formatted(seconds, MOST_SECONDS));
    }
    Map<String, Parameters> sets = presets.parameters(DEFAULT_PRESETS);
    Selection selection = selection();
    Effort effort = Effort.thorough(duration(seconds));
    List<Job> jobs = new ArrayList<>();
    for (DeviceTarget target : targets.targets()) {
      sets.forEach((name, parameters) -> {
        for (int batch : batches.sizes()) {
          jobs.add(
              new OpsJob(target, name, parameters, selection, batch, effort, Version.number()));
        }
      });
    }
    return jobs;
  }

  private Selection selection() {
    try {
      return Selection.of(only);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure(e.getMessage());
    }
  }

  @Override
  Duration perProbe() {
    return duration(seconds * PROBE_PART);
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }
}
