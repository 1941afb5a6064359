package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.terminal.Progress;
import io.cloakwork.cli.trace.TraceFacts;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.trace.ReplayedRun;
import io.cloakwork.spi.trace.SideFileReader;
import io.cloakwork.spi.trace.Trace;
import io.cloakwork.spi.trace.TraceFile;
import io.cloakwork.spi.trace.TraceLimits;
import io.cloakwork.spi.trace.TraceReplay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Executes a trace on a device and compares every result with its hash.
@Command(
    name = "replay",
    description = "Execute a trace on a device and compare every result with the hash in it.")
final class TraceReplayCommand extends ConsoleCommand {

  private static final int MAX_REPETITIONS = 1000;

  @Parameters(paramLabel = "FILE", description = "The trace, in either format.")
  private Path file;

  @Option(
      names = "--side",
      paramLabel = "SIDE",
      description = "The side file, if it is not beside the trace under the name in it.")
  private Path side;

  @Option(
      names = "--repeat",
      paramLabel = "R",
      defaultValue = "1",
      description =
          "Execute each graph R times and report the shortest time (default: ${DEFAULT-VALUE}).")
  private int repetitions;

  @Mixin private DeviceOption device;

  TraceReplayCommand(Console console) {
    super(console);
  }

  @Override
  Result execute() {
    if (repetitions < 1 || repetitions > MAX_REPETITIONS) {
      throw new UsageFailure(
          "--repeat is %d and must be from 1 to %d".formatted(repetitions, MAX_REPETITIONS));
    }
    device.requireInRange();
    long start = System.nanoTime();
    try (Progress progress = Progress.start(console(), "replay")) {
      progress.say("reading " + file.getFileName());
      Trace trace = TraceFile.read(file, TraceLimits.defaults());
      progress.expect(trace.runs().size());
      // Who repeats wants times, and those of a device at full speed.
      try (Device opened = device.open(repetitions > 1)) {
        List<ReplayedRun> runs = replay(trace, opened, progress);
        return new ReplayReport(
            file,
            TraceFacts.of(trace),
            device.backend(),
            opened.profile().name(),
            repetitions,
            runs,
            (System.nanoTime() - start) / 1e9);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<ReplayedRun> replay(Trace trace, Device opened, Progress progress)
      throws IOException {
    Optional<SideFileReader> words =
        side == null
            ? SideFileReader.beside(file, trace)
            : Optional.of(SideFileReader.open(side, trace));
    try {
      return TraceReplay.run(
          trace,
          opened,
          words,
          repetitions,
          ran -> {
            progress.step();
            progress.say(ran.name());
          });
    } finally {
      if (words.isPresent()) {
        words.get().close();
      }
    }
  }
}
