package io.cloakwork.cli.command;

import io.cloakwork.bench.ops.Measurement;
import io.cloakwork.bench.ops.Operation;
import io.cloakwork.bench.ops.OperationBenchmark;
import io.cloakwork.bench.ops.Stopwatch;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Presets;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.inference.ParametersJson;
import io.cloakwork.cli.machine.MachineFacts;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Times single operations of the scheme.
@Command(name = "ops", description = "Time single operations of the scheme.")
final class BenchOpsCommand extends ConsoleCommand {

  @Mixin private DeviceOption device;

  @Option(
      names = "--preset",
      paramLabel = "P",
      required = true,
      description = "The parameter set: P1, P2, P3, P4 or P5.")
  private String preset;

  @Option(
      names = "--ops",
      paramLabel = "NAME",
      split = ",",
      description = "Only these operations, for instance ntt,rotate.")
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

  private record Report(
      String preset,
      Parameters parameters,
      String backend,
      DeviceProfile device,
      MachineFacts machine,
      List<Measurement> measurements)
      implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("library", "cloakwork");
      json.put("version", Version.number());
      json.put("preset", preset);
      json.put("backend", backend);
      json.put("device", device.name());
      json.put("deviceFacts", device.facts());
      json.put("parameters", ParametersJson.of(parameters));
      json.put("machine", machine.toJson());
      json.put(
          "results",
          measurements.stream()
              .map(row -> row.toRow(Version.number(), preset, device.threads()))
              .toList());
      return json;
    }

    @Override
    public void print(Console console) {
      console
          .out()
          .printf(
              "%s on %s (%s), %d threads%n%n", preset, backend, device.name(), device.threads());
      console.out().printf("%-20s %12s %12s %6s%n", "", "median", "fastest", "runs");
      for (Measurement row : measurements) {
        console
            .out()
            .printf(
                Locale.ROOT,
                "%-20s %9.1f us %9.1f us %6d%n",
                row.operation().label(),
                row.medianMicros(),
                row.leastMicros(),
                row.runs());
      }
    }
  }

  @Override
  Result execute() {
    if (!(seconds > 0 && seconds <= 600)) {
      throw new UsageFailure("--seconds " + seconds + " is not in (0, 600]");
    }
    if (!Presets.names().contains(preset)) {
      throw new UsageFailure(
          "there is no preset '%s'; there are %s".formatted(preset, Presets.names()));
    }
    Set<Operation> operations = operations();
    Parameters parameters = Presets.named(preset).validate();
    Stopwatch stopwatch = Stopwatch.of(Duration.ofNanos((long) (seconds * 1e9)));
    try (Progress progress = Progress.start(console(), "bench ops " + preset, operations.size());
        Device opened = openReady(progress);
        OperationBenchmark benchmark = prepare(progress, parameters, opened, operations)) {
      List<Measurement> measurements = new ArrayList<>();
      for (Operation operation : operations) {
        progress.say(operation.label());
        measurements.add(benchmark.time(operation, stopwatch));
        progress.step();
      }
      return new Report(
          preset,
          parameters,
          device.backend(),
          opened.profile(),
          MachineFacts.here(),
          measurements);
    }
  }

  private Device openReady(Progress progress) {
    progress.say("waiting for the device");
    return device.open(true);
  }

  private static OperationBenchmark prepare(
      Progress progress, Parameters parameters, Device device, Set<Operation> operations) {
    progress.say("making keys");
    return new OperationBenchmark(parameters, device, operations);
  }

  private Set<Operation> operations() {
    if (only.isEmpty()) {
      return EnumSet.allOf(Operation.class);
    }
    Set<Operation> chosen = EnumSet.noneOf(Operation.class);
    for (String label : only) {
      chosen.add(
          Operation.labelled(label)
              .orElseThrow(() ->
                  new UsageFailure(
                      "there is no operation '%s'; there are %s"
                          .formatted(
                              label,
                              Arrays.stream(Operation.values()).map(Operation::label).toList()))));
    }
    return chosen;
  }
}
