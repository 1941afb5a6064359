package io.cloakwork.cli.command;

import io.cloakwork.bench.serve.NetworkSource;
import io.cloakwork.bench.serve.ServeBenchmark;
import io.cloakwork.bench.serve.ServeDevice;
import io.cloakwork.bench.serve.ServeListener;
import io.cloakwork.bench.serve.ServeLoad;
import io.cloakwork.bench.serve.ServeReport;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.inference.ParametersJson;
import io.cloakwork.cli.machine.MachineFacts;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.compiler.Compiler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Measures what a service and its clients pay once, and what for every request.
@Command(
    name = "serve",
    description =
        "Measure a service from its first client's keys to the steady state, with a service in"
            + " this process that is asked through the loopback.")
final class BenchServeCommand extends ConsoleCommand {

  @Mixin private DeviceOption device;

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
      defaultValue = "3",
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

  private record Report(
      ServeReport report, ServeDevice device, MachineFacts before, double loadAfter)
      implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("library", "cloakwork");
      json.put("version", Version.number());
      json.put("commit", Version.commit());
      json.put("backend", device.backend());
      json.put("parameters", ParametersJson.of(report.parameters()));
      json.put("machine", before.toJson());
      json.put("loadAverageAfter", Math.rint(loadAfter * 100) / 100);
      json.putAll(report.toJson());
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
    MachineFacts before = MachineFacts.here();
    try (Progress progress = Progress.start(console(), "bench serve", ServeBenchmark.steps(load))) {
      ServeReport report = new ServeBenchmark(source(), chosen, load, listener(progress)).run();
      return new Report(report, chosen, before, MachineFacts.here().loadAverage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    }
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

  private NetworkSource source() {
    return model == null
        ? options -> ModelLoading.ofDemo(options).network()
        : options -> Compiler.compile(model, options);
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
