package io.cloakwork.cli.selftest;

import io.cloakwork.cli.Console;
import io.cloakwork.cli.Json;
import io.cloakwork.conformance.ConformanceSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How one device did.
///
/// @param backend its backend's name
/// @param index which of the backend's devices
/// @param device what it is
/// @param summary the counts
/// @param skipped why cases were skipped, and how many for each reason
/// @param failures the cases that failed
/// @param seconds how long all of it took
public record DeviceVerdict(
    String backend,
    int index,
    String device,
    ConformanceSummary summary,
    Map<String, Integer> skipped,
    List<Failure> failures,
    double seconds) {

  /// A case that failed.
  ///
  /// @param name the case
  /// @param error what the device did instead
  /// @param repeat the command that runs this case again
  public record Failure(String name, String error, String repeat) {

    Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("case", name);
      json.put("error", error);
      json.put("repeat", repeat);
      return json;
    }
  }

  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("backend", backend);
    json.put("index", index);
    json.put("device", device);
    json.put("cases", summary.passed() + summary.failed() + summary.skipped());
    json.put("passed", summary.passed());
    json.put("failed", summary.failed());
    json.put("skipped", summary.skipped());
    json.put("skippedReasons", skipped);
    json.put("failures", failures.stream().map(Failure::toJson).toList());
    json.put("seconds", Json.seconds(seconds));
    return json;
  }

  public void print(Console console) {
    for (Failure failure : failures) {
      console.out().printf("FAILED     %s: %s%n", failure.name(), failure.error());
      console.out().printf("           again: %s%n", failure.repeat());
    }
    console
        .out()
        .printf(
            Locale.ROOT,
            "%-10s device %d: %d passed, %d failed, %d skipped, %.1f s (%s)%n",
            backend,
            index,
            summary.passed(),
            summary.failed(),
            summary.skipped(),
            seconds,
            device);
    skipped.forEach(
        (reason, count) -> console.out().printf("%13sskipped %d: %s%n", "", count, reason));
  }
}
