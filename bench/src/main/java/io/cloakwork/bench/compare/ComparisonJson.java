package io.cloakwork.bench.compare;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.BenchRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Puts a comparison into JSON.
public final class ComparisonJson {

  private static final double DIGITS = 1e4;

  private ComparisonJson() {}

  /// The fields in reading order.
  ///
  /// @param baseline where it came from
  /// @param candidate where it came from
  public static Map<String, Object> of(Comparison found, String baseline, String candidate) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("baseline", run(found.baseline(), baseline));
    json.put("candidate", run(found.candidate(), candidate));
    json.put("threshold", found.threshold());
    json.put("confidence", Ratio.CONFIDENCE);
    json.put("notes", found.notes());
    found.geometricMean().ifPresent(mean -> json.put("geometricMeanRatio", rounded(mean)));
    for (Verdict verdict : Verdict.values()) {
      json.put(countName(verdict), found.pairs(verdict).size());
    }
    json.put("pairs", found.pairs().stream().map(pair -> pair(pair, found.threshold())).toList());
    json.put("onlyInBaseline", rows(found.onlyInBaseline()));
    json.put("onlyInCandidate", rows(found.onlyInCandidate()));
    return json;
  }

  private static String countName(Verdict verdict) {
    return switch (verdict) {
      case REGRESSION -> "regressions";
      case UNSURE -> "unsure";
      case SAME -> "same";
      case FASTER -> "faster";
      case DIFFERENT_WORK -> "differentWork";
    };
  }

  private static Map<String, Object> run(BenchRun run, String source) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("file", source);
    json.put("library", run.library());
    json.put("version", run.version());
    json.put("commit", run.commit());
    run.date().ifPresent(date -> json.put("date", date.toString()));
    return json;
  }

  private static Map<String, Object> pair(Pair pair, double threshold) {
    Map<String, Object> json = row(pair.baseline());
    json.put("baseline_us", pair.baseline().timing().medianMicros());
    json.put("candidate_us", pair.candidate().timing().medianMicros());
    json.put("ratio", rounded(pair.ratio().value()));
    pair.ratio()
        .interval()
        .ifPresent(interval -> {
          json.put("ratio_low", rounded(interval.low()));
          json.put("ratio_high", rounded(interval.high()));
        });
    json.put("verdict", pair.verdict(threshold).label());
    json.put(
        "candidate", pair.candidate().by().library() + suffix(pair.candidate().by().backend()));
    json.put(
        "differences", pair.likeness().differences().stream().map(ComparisonJson::of).toList());
    json.put("unstated", pair.likeness().unstated());
    return json;
  }

  private static Map<String, Object> of(Difference difference) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("field", difference.field());
    json.put("baseline", difference.baseline());
    json.put("candidate", difference.candidate());
    return json;
  }

  private static List<Map<String, Object>> rows(List<BenchRow> rows) {
    return rows.stream().map(ComparisonJson::row).toList();
  }

  private static Map<String, Object> row(BenchRow row) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kind", row.kind().label());
    json.put("library", row.by().library());
    json.put("backend", row.by().backend());
    json.put("workload", row.workload());
    json.put("op", row.op());
    json.put("params", row.parameters().name());
    json.put("batch", row.batch());
    json.put("threads", row.threads());
    return json;
  }

  private static String suffix(String backend) {
    return backend.isEmpty() ? "" : " " + backend;
  }

  private static double rounded(double value) {
    return Math.rint(value * DIGITS) / DIGITS;
  }
}
