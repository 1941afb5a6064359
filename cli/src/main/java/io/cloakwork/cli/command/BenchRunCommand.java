package io.cloakwork.cli.command;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.BenchRun;
import io.cloakwork.bench.result.BenchRunJson;
import io.cloakwork.bench.result.Implementation;
import io.cloakwork.bench.run.BenchDevices;
import io.cloakwork.bench.run.BenchSuite;
import io.cloakwork.bench.run.Job;
import io.cloakwork.cli.CommandFailure;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.machine.MachineFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A benchmark: jobs on devices, whose rows are printed, and written to a file if one is named.
abstract class BenchRunCommand extends ConsoleCommand {

  @Mixin private BenchOutput output;

  @Spec private CommandSpec spec;

  BenchRunCommand(Console console) {
    super(console);
  }

  /// What is to be measured, the jobs of one device next to each other.
  ///
  /// @throws io.cloakwork.cli.UsageFailure if the options do not go together
  abstract List<Job> jobs();

  /// How long each program of the probe is timed.
  abstract Duration perProbe();

  @Override
  final Result execute() {
    List<Job> jobs = jobs();
    Optional<OutputFile> file = output.file();
    BenchRun run = run(jobs);
    file.ifPresent(to -> BenchOutput.write(to, BenchRunJson.toJson(run), run.rows()));
    return new Measured(run);
  }

  private BenchRun run(List<Job> jobs) {
    Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    MachineFacts machine = MachineFacts.here();
    try (BenchProgress progress = new BenchProgress(console(), "bench " + spec.name());
        BenchDevices devices = new BenchDevices(perProbe())) {
      List<BenchRow> rows = new BenchSuite(devices, progress).run(jobs);
      return new BenchRun(
          Implementation.CLOAKWORK,
          Version.number(),
          Version.commit(),
          Optional.of(began),
          spec.commandLine().getParseResult().originalArgs(),
          MachineFacts.flags(),
          Optional.of(machine.measured()),
          devices.measured(),
          rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    }
  }

  private record Measured(BenchRun run) implements Result {

    @Override
    public Map<String, Object> toJson() {
      return BenchRunJson.toJson(run);
    }

    @Override
    public void print(Console console) {
      new BenchText(console).print(run.rows());
    }
  }
}
