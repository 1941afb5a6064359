package io.cloakwork.bench.serve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Sorted values of one kind.
record Distribution(List<Double> sorted) {

  Distribution {
    sorted = sorted.stream().sorted().toList();
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  static <T> Distribution of(List<T> samples, ToDoubleFunction<T> value) {
    return new Distribution(samples.stream().map(value::applyAsDouble).toList());
  }

  double median() {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double mean() {
    return sorted.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /// The least value that `percent` of all do not exceed.
  double percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.get(Math.clamp(rank - 1L, 0, sorted.size() - 1));
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mean", Figures.rounded(mean()));
    json.put("p50", Figures.rounded(median()));
    json.put("p90", Figures.rounded(percentile(90)));
    json.put("p99", Figures.rounded(percentile(99)));
    json.put("max", Figures.rounded(sorted.getLast()));
    return json;
  }
}
