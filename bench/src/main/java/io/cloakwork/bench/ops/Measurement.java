package io.cloakwork.bench.ops;

import java.util.LinkedHashMap;
import java.util.Map;

/// What timing one operation gave.
///
/// @param medianMicros median over the runs after warm-up
/// @param leastMicros the fastest run: what the machine can do when nothing disturbs it
/// @param runs how many runs were timed
public record Measurement(Operation operation, double medianMicros, double leastMicros, int runs) {

  /// The row of a report.
  public Map<String, Object> toRow(String version, String params, int threads) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("library", "cloakwork");
    row.put("version", version);
    row.put("params", params);
    row.put("op", operation.label());
    row.put("threads", threads);
    row.put("median_us", rounded(medianMicros));
    row.put("min_us", rounded(leastMicros));
    row.put("runs", runs);
    return row;
  }

  private static double rounded(double micros) {
    return Math.rint(micros * 1000) / 1000;
  }
}
