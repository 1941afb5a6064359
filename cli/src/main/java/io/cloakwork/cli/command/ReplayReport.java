package io.cloakwork.cli.command;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.cli.terminal.Quantities;
import io.cloakwork.cli.trace.TraceFacts;
import io.cloakwork.spi.trace.ReplayedRun;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What replaying a trace showed.
///
/// @param repetitions executions of each graph
/// @param seconds all of it, reading, uploading and compiling included
record ReplayReport(
    Path file,
    TraceFacts facts,
    String backend,
    String device,
    int repetitions,
    List<ReplayedRun> runs,
    double seconds)
    implements ConsoleCommand.Result {

  private static final double NANOS = 1e9;

  private long differing() {
    return runs.stream().filter(run -> !run.matches()).count();
  }

  /// The executions alone.
  private double executionSeconds() {
    return runs.stream().mapToLong(ReplayedRun::bestNanos).sum() / NANOS;
  }

  @Override
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", file.toString());
    json.put("backend", backend);
    json.put("device", device);
    json.put("matches", differing() == 0);
    json.put("differingRuns", differing());
    json.put("repetitions", repetitions);
    json.put("executionSeconds", Json.seconds(executionSeconds()));
    json.put("seconds", Json.seconds(seconds));
    json.putAll(facts.toJson());
    json.put("runs", runs.stream().map(ReplayReport::run).toList());
    return json;
  }

  private static Map<String, Object> run(ReplayedRun run) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", run.name());
    json.put("matches", run.matches());
    json.put("seconds", Json.seconds(run.bestNanos() / NANOS));
    json.put("compileSeconds", Json.seconds(run.compileNanos() / NANOS));
    json.put("fillSeconds", Json.seconds(run.fillNanos() / NANOS));
    json.put("outputs", run.outputs().stream().map(ReplayReport::output).toList());
    return json;
  }

  private static Map<String, Object> output(ReplayedRun.Output output) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("buffer", output.buffer());
    json.put("expected", output.expected().orElse(null));
    json.put("actual", output.actual());
    return json;
  }

  @Override
  public void print(Console console) {
    for (ReplayedRun run : runs) {
      console
          .out()
          .printf(
              "%-9s %10s  %s%n",
              run.matches() ? "the same" : "DIFFERS",
              Quantities.seconds(run.bestNanos() / NANOS),
              run.name());
    }
    console
        .out()
        .printf(
            "%s on %s (%s): %s of execution, %s in all%n",
            facts.model(),
            backend,
            device,
            Quantities.seconds(executionSeconds()),
            Quantities.seconds(seconds));
  }

  @Override
  public Optional<String> failure() {
    for (ReplayedRun run : runs) {
      for (ReplayedRun.Output output : run.outputs()) {
        if (!output.matches()) {
          return Optional.of(
              "%d of %d runs differ from the trace; the first is '%s', whose '%s' has SHA-256 %s, not %s"
                  .formatted(
                      differing(),
                      runs.size(),
                      run.name(),
                      output.buffer(),
                      output.actual(),
                      output.expected().orElseThrow()));
        }
      }
    }
    return Optional.empty();
  }
}
