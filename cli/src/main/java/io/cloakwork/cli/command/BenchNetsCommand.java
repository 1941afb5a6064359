package io.cloakwork.cli.command;

import io.cloakwork.bench.nets.NetEffort;
import io.cloakwork.bench.nets.NetJob;
import io.cloakwork.bench.nets.Network;
import io.cloakwork.bench.run.DeviceTarget;
import io.cloakwork.bench.run.Job;
import io.cloakwork.cli.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Times compiled networks.
@Command(
    name = "nets",
    description = "Time networks on encrypted inputs, with the precision of their answers.")
final class BenchNetsCommand extends BenchRunCommand {

  private static final Duration PER_PROBE = Duration.ofMillis(100);
  private static final Duration PER_QUICK_PROBE = Duration.ofMillis(20);

  @Mixin private BenchTargets targets;
  @Mixin private BenchNetworks networks;
  @Mixin private BenchSamples samples;
  @Mixin private BenchBatches batches;

  @Option(names = "--layers", description = "A row for every layer, too.")
  private boolean layers;

  @Option(names = "--quick", description = "Fewer requests: a look, not a result.")
  private boolean quick;

  BenchNetsCommand(Console console) {
    super(console);
  }

  @Override
  List<Job> jobs() {
    NetEffort effort = quick ? NetEffort.quick() : NetEffort.thorough();
    List<Network> measured = networks.networks(samples.read());
    List<Job> jobs = new ArrayList<>();
    for (DeviceTarget target : targets.targets()) {
      for (Network network : measured) {
        for (int images : batches.sizes()) {
          jobs.add(new NetJob(target, network, images, layers, effort, Version.number()));
        }
      }
    }
    return jobs;
  }

  @Override
  Duration perProbe() {
    return quick ? PER_QUICK_PROBE : PER_PROBE;
  }
}
