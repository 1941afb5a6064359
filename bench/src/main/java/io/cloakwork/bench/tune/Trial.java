package io.cloakwork.bench.tune;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What was measured with one setting.
///
/// @param setting the value of every tunable
/// @param micros the median of one run, by workload
/// @param digests SHA-256 of every word of the results, by workload
record Trial(Map<String, String> setting, Map<String, Double> micros, Map<String, String> digests) {

  Trial {
    setting = Collections.unmodifiableMap(new LinkedHashMap<>(setting));
    micros = Collections.unmodifiableMap(new LinkedHashMap<>(micros));
    digests = Collections.unmodifiableMap(new LinkedHashMap<>(digests));
  }

  /// How many times faster than `other` over all workloads: the geometric mean.
  double speedUpOver(Trial other) {
    double sum = 0;
    for (Map.Entry<String, Double> entry : micros.entrySet()) {
      sum += Math.log(other.micros.get(entry.getKey()) / entry.getValue());
    }
    return Math.exp(sum / micros.size());
  }

  /// Checks that the results are the same words.
  ///
  /// @throws TuneException if they are not
  void requireResultsOf(Trial other) {
    digests.forEach((workload, digest) -> {
      if (!digest.equals(other.digests.get(workload))) {
        throw new TuneException(
            "%s gives other words with %s than with %s: a fault of the backend; nothing was written"
                .formatted(workload, setting, other.setting));
      }
    });
  }
}
