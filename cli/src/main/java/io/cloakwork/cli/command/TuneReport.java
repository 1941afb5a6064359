package io.cloakwork.cli.command;

import io.cloakwork.bench.tune.TuneResult;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.hardware.profiles.tuning.TuningData;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What `tune` found, and where it is.
record TuneReport(TuningData data, TuneResult result, Path file) implements ConsoleCommand.Result {

  private static final double MILLI = 1e-3;

  @Override
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kernels", data.kernels());
    json.put("device", data.provenance().deviceName());
    json.put("vendor", data.identity().vendor());
    json.put("architecture", data.identity().architecture());
    json.put("model", data.identity().device());
    json.put("driver", data.provenance().driver());
    json.put("initial", result.initial());
    json.put("best", result.best());
    json.put("speedUp", Json.finite(Math.rint(result.speedUp() * 1000) / 1000));
    json.put("complete", result.isComplete());
    json.put("trials", result.trials());
    json.put("rejected", result.rejected());
    json.put("seconds", Json.seconds(result.seconds()));
    json.put("measurements", result.rows().stream().map(TuneReport::row).toList());
    json.put("file", file.toString());
    return json;
  }

  private static Map<String, Object> row(TuneResult.Row row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("workload", row.workload());
    json.put("initialMicros", Json.finite(row.initialMicros()));
    json.put("bestMicros", Json.finite(row.bestMicros()));
    return json;
  }

  @Override
  public void print(Console console) {
    console
        .out()
        .printf(
            Locale.ROOT,
            "%s (%s), %d settings in %.0f s%s%n%n",
            data.provenance().deviceName(),
            data.identity(),
            result.trials(),
            result.seconds(),
            result.isComplete() ? "" : "; there was no time for the rest, --budget gives more");
    console.out().printf("%-30s %12s %12s%n", "", "before", "after");
    for (TuneResult.Row row : result.rows()) {
      console
          .out()
          .printf(
              Locale.ROOT,
              "%-30s %9.2f ms %9.2f ms%n",
              row.workload(),
              row.initialMicros() * MILLI,
              row.bestMicros() * MILLI);
    }
    console.out().println();
    printValues(console);
    result.rejected().forEach(sentence -> console.out().println(sentence));
    console
        .out()
        .printf(
            Locale.ROOT,
            "%s; the results are the same words with every setting; written to %s%n",
            result.isFaster()
                ? "%.2f times faster".formatted(result.speedUp())
                : "nothing is faster beyond doubt",
            file);
  }

  private void printValues(Console console) {
    result
        .best()
        .forEach((name, value) -> {
          String before = result.initial().get(name);
          List<String> tried = result.tried().get(name);
          console
              .out()
              .printf(
                  "%-14s %s%s (of %s)%n",
                  name, value, value.equals(before) ? "" : ", was " + before, tried);
        });
  }
}
