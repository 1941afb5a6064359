package io.cloakwork.cli.command;

import io.cloakwork.bench.nets.Network;
import io.cloakwork.bench.result.BenchRun;
import io.cloakwork.bench.result.BenchRunJson;
import io.cloakwork.bench.result.Implementation;
import io.cloakwork.bench.result.MeasuredDevice;
import io.cloakwork.bench.serve.ServeBenchmark;
import io.cloakwork.bench.serve.ServeDevice;
import io.cloakwork.bench.serve.ServeListener;
import io.cloakwork.bench.serve.ServeLoad;
import io.cloakwork.bench.serve.ServeReport;
import io.cloakwork.bench.serve.ServeRows;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.inference.ParametersJson;
import io.cloakwork.cli.machine.MachineFacts;
import io.cloakwork.cli.terminal.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Measures what a service and its clients pay once, and what for every request.
@Command(
    name = "serve",
    description =
        "Measure a service from its first client's keys to the steady state, with a service in"
            + " this process that is asked through the loopback.")
final class BenchServeCommand extends ConsoleCommand {

  private static final String ROWS = "results";

  @Mixin private DeviceOption device;
  @Mixin private BenchOutput output;
  @Spec private CommandSpec spec;

  @Option(
      names = "--model",
      paramLabel = "FILE",
      description = "The network, ONNX (default: the demo's).")
  private Path model;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Requests of the steady state (default: ${DEFAULT-VALUE}).")
  private int requests;

  @Option(
      names = "--naive-requests",
      paramLabel = "N",
      defaultValue = "9",
      description = "Requests that bring keys of their own (default: ${DEFAULT-VALUE}).")
  private int naive;

  @Option(
      names = "--clients",
      paramLabel = "C",
      defaultValue = "16",
      description =
          "Clients with keys of their own at the same time; 1: do not measure that (default:"
              + " ${DEFAULT-VALUE}).")
  private int clients;

  @Option(
      names = "--lanes",
      paramLabel = "K",
      defaultValue = "8",
      description =
          "Images of one client that share a run, a power of two; 1: do not measure that"
              + " (default: ${DEFAULT-VALUE}).")
  private int lanes;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "3",
      description =
          "How long to count at a time where several requests are in flight (default:"
              + " ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--rounds",
      paramLabel = "R",
      defaultValue = "5",
      description = "How often the sides of a comparison take turns (default: ${DEFAULT-VALUE}).")
  private int rounds;

  BenchServeCommand(Console console) {
    super(console);
  }

  /// @param run the report as rows, with where and when it was measured
  private record Report(ServeReport report, BenchRun run, String backend, double loadAfter)
      implements Result {

    /// A run as every benchmark's, and between its head and its rows the report's own fields.
    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>(BenchRunJson.toJson(run));
      Object rows = json.remove(ROWS);
      json.put("backend", backend);
      json.put("parameters", ParametersJson.of(report.parameters()));
      json.put("loadAverageAfter", Math.rint(loadAfter * 100) / 100);
      json.putAll(report.toJson());
      json.put(ROWS, rows);
      return json;
    }

    @Override
    public void print(Console console) {
      new BenchServeText(console).print(report);
    }
  }

  @Override
  Result execute() {
    ServeLoad load = load();
    device.requireInRange();
    ServeDevice chosen = device.forService();
    Optional<OutputFile> file = output.file();
    Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    MachineFacts before = MachineFacts.here();
    try (Progress progress = Progress.start(console(), "bench serve", ServeBenchmark.steps(load))) {
      ServeReport report =
          new ServeBenchmark(network().source(), chosen, load, listener(progress)).run();
      BenchRun run = run(report, chosen, began, before);
      double after = MachineFacts.here().loadAverage();
      Report result = new Report(report, run, chosen.backend(), after);
      file.ifPresent(to -> BenchOutput.write(to, result.toJson(), run.rows()));
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    }
  }

  private BenchRun run(
      ServeReport report, ServeDevice chosen, Instant began, MachineFacts machine) {
    Implementation by =
        new Implementation(
            Implementation.CLOAKWORK, Version.number(), chosen.backend(), report.device().name());
    return new BenchRun(
        by.library(),
        by.version(),
        Version.commit(),
        Optional.of(began),
        spec.commandLine().getParseResult().originalArgs(),
        MachineFacts.flags(),
        Optional.of(machine.measured()),
        List.of(MeasuredDevice.of(report.device())),
        new ServeRows(report, by, network().name()).all());
  }

  private ServeLoad load() {
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new UsageFailure("--seconds " + seconds + " is not in (0, 3600]");
    }
    try {
      Duration window = Duration.ofNanos((long) (seconds * 1e9));
      return new ServeLoad(requests, naive, clients, lanes, window, rounds);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure(e.getMessage());
    }
  }

  private Network network() {
    return model == null ? BenchNetworks.demo() : BenchNetworks.of(model);
  }

  private static ServeListener listener(Progress progress) {
    return new ServeListener() {
      @Override
      public void doing(String what) {
        progress.say(what);
      }

      @Override
      public void step() {
        progress.step();
      }
    };
  }
}
