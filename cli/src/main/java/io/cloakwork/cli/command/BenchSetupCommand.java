package io.cloakwork.cli.command;

import io.cloakwork.bench.nets.Network;
import io.cloakwork.bench.run.DeviceTarget;
import io.cloakwork.bench.run.Job;
import io.cloakwork.bench.serve.SetUpJob;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Times what is paid once.
@Command(
    name = "setup",
    description =
        "Time what is paid before the first request: compiling, weights, keys, their bytes, upload"
            + " and loading.")
final class BenchSetupCommand extends BenchRunCommand {

  private static final Duration PER_PROBE = Duration.ofMillis(20);
  private static final int MOST_ROUNDS = 1000;

  @Mixin private BenchTargets targets;
  @Mixin private BenchNetworks networks;

  @Option(
      names = "--rounds",
      paramLabel = "R",
      defaultValue = "5",
      description = "How often each stage is measured (default: ${DEFAULT-VALUE}).")
  private int rounds;

  BenchSetupCommand(Console console) {
    super(console);
  }

  @Override
  List<Job> jobs() {
    if (rounds < 1 || rounds > MOST_ROUNDS) {
      throw new UsageFailure("--rounds %d is not from 1 to %d".formatted(rounds, MOST_ROUNDS));
    }
    List<Job> jobs = new ArrayList<>();
    for (DeviceTarget target : targets.targets()) {
      for (Network network : networks.networks()) {
        jobs.add(new SetUpJob(target, network.name(), network.source(), rounds, Version.number()));
      }
    }
    return jobs;
  }

  @Override
  Duration perProbe() {
    return PER_PROBE;
  }
}
