package io.cloakwork.bench.report;

import io.cloakwork.bench.result.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What has been set up and asked, and where: rows of the same subject belong together.
record Subject(String workload, String series, String parameters, int threads) {

  static Subject of(Figure figure) {
    return new Subject(
        figure.row().workload(),
        figure.series(),
        figure.row().parameters().name(),
        figure.row().threads());
  }

  /// Rows of a kind, by what they belong to.
  static Map<Subject, List<Figure>> group(List<Figure> figures, Kind kind) {
    return figures.stream()
        .filter(figure -> figure.row().kind() == kind)
        .collect(Collectors.groupingBy(Subject::of, LinkedHashMap::new, Collectors.toList()));
  }

  String label() {
    String what = workload.isEmpty() ? "operations" : workload;
    return "%s %s, %s, %d %s"
        .formatted(what, parameters, series, threads, threads == 1 ? "thread" : "threads");
  }
}
