package io.cloakwork.bench.tune;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a search found. Results are the same words with every setting that was measured.
///
/// @param initial the setting of a device that nobody has measured
/// @param best the fastest that was found; `initial` if nothing was faster beyond doubt
/// @param speedUp of `best` over `initial`, the geometric mean over workloads
/// @param rows times of each workload, `initial` and `best` measured in turns
/// @param tried the values that were measured, by tunable
/// @param rejected settings that the device could not run, one sentence each
/// @param trials settings that were measured
/// @param isComplete whether the search ended by itself, not for want of time
/// @param seconds that the search took
public record TuneResult(
    Map<String, String> initial,
    Map<String, String> best,
    double speedUp,
    List<Row> rows,
    Map<String, List<String>> tried,
    List<String> rejected,
    int trials,
    boolean isComplete,
    double seconds) {

  public TuneResult {
    initial = Collections.unmodifiableMap(new LinkedHashMap<>(initial));
    best = Collections.unmodifiableMap(new LinkedHashMap<>(best));
    rows = List.copyOf(rows);
    tried = Collections.unmodifiableMap(new LinkedHashMap<>(tried));
    rejected = List.copyOf(rejected);
  }

  /// Medians of one run of a workload.
  public record Row(String workload, double initialMicros, double bestMicros) {}

  /// Whether anything faster was found.
  public boolean isFaster() {
    return !best.equals(initial);
  }
}
