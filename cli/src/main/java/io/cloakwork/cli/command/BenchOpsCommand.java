package io.cloakwork.cli.command;

import io.cloakwork.bench.ops.Measurement;
import io.cloakwork.bench.ops.Operation;
import io.cloakwork.bench.ops.OperationBenchmark;
import io.cloakwork.bench.ops.Stopwatch;
import io.cloakwork.ckks.Parameters;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.machine.MachineFacts;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.DeviceProfile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
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

  @Mixin private BenchSubject subject;

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
      Map<String, Object> json = BenchSubject.header(preset, parameters, backend, device, machine);
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
    Set<Operation> operations = subject.operations(EnumSet.allOf(Operation.class));
    Parameters parameters = subject.parameters();
    Stopwatch stopwatch = Stopwatch.of(Duration.ofNanos((long) (seconds * 1e9)));
    try (Progress progress =
            Progress.start(console(), "bench ops " + subject.preset(), operations.size());
        Device opened = openReady(progress);
        OperationBenchmark benchmark = prepare(progress, parameters, opened, operations)) {
      List<Measurement> measurements = new ArrayList<>();
      for (Operation operation : operations) {
        progress.say(operation.label());
        measurements.add(benchmark.time(operation, stopwatch));
        progress.step();
      }
      return new Report(
          subject.preset(),
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
}
