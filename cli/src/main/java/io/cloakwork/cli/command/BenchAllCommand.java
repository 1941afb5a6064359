package io.cloakwork.cli.command;

import io.cloakwork.bench.nets.NetEffort;
import io.cloakwork.bench.nets.NetJob;
import io.cloakwork.bench.nets.Network;
import io.cloakwork.bench.ops.OpsJob;
import io.cloakwork.bench.ops.Selection;
import io.cloakwork.bench.run.DeviceTarget;
import io.cloakwork.bench.run.Job;
import io.cloakwork.bench.serve.ServeJob;
import io.cloakwork.bench.serve.ServeLoad;
import io.cloakwork.bench.serve.SetUpJob;
import io.cloakwork.bench.timing.Effort;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Presets;
import io.cloakwork.cli.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Everything: operations, networks, set-up, and a service.
@Command(
    name = "all",
    description = "All of ops, nets (layer by layer), setup and serve, on every device named.")
final class BenchAllCommand extends BenchRunCommand {

  private static final List<String> QUICK_PRESETS = List.of("P1", "P2");

  @Mixin private BenchTargets targets;
  @Mixin private BenchPresets presets;
  @Mixin private BenchNetworks networks;
  @Mixin private BenchSamples samples;
  @Mixin private BenchBatches batches;

  @Option(
      names = "--quick",
      description = "In some minutes: P1 and P2, and less of everything. A look, not a result.")
  private boolean quick;

  BenchAllCommand(Console console) {
    super(console);
  }

  @Override
  List<Job> jobs() {
    List<Network> measured = networks.networks(samples.read());
    List<Job> jobs = new ArrayList<>();
    for (DeviceTarget target : targets.targets()) {
      addOperations(target, jobs);
      for (Network network : measured) {
        addNetwork(target, network, jobs);
      }
    }
    return jobs;
  }

  private void addOperations(DeviceTarget target, List<Job> jobs) {
    Effort effort =
        quick ? Effort.quick(Duration.ofMillis(150)) : Effort.thorough(Duration.ofSeconds(1));
    Map<String, Parameters> sets = presets.parameters(quick ? QUICK_PRESETS : Presets.names());
    sets.forEach((name, parameters) -> {
      for (int batch : batches.sizes()) {
        jobs.add(
            new OpsJob(target, name, parameters, Selection.all(), batch, effort, Version.number()));
      }
    });
  }

  private void addNetwork(DeviceTarget target, Network network, List<Job> jobs) {
    NetEffort effort = quick ? NetEffort.quick() : NetEffort.thorough();
    for (int images : batches.sizes()) {
      jobs.add(new NetJob(target, network, images, true, effort, Version.number()));
    }
    jobs.add(
        new SetUpJob(target, network.name(), network.source(), quick ? 2 : 5, Version.number()));
    jobs.add(new ServeJob(target, network.name(), network.source(), load(), Version.number()));
  }

  /// No contests: `bench serve` has those.
  private ServeLoad load() {
    return quick
        ? new ServeLoad(20, 1, 1, 1, Duration.ofSeconds(1), 1)
        : new ServeLoad(200, 3, 1, 1, Duration.ofSeconds(1), 1);
  }

  @Override
  Duration perProbe() {
    return quick ? Duration.ofMillis(50) : Duration.ofMillis(200);
  }
}
