package io.cloakwork.bench.report;

import io.cloakwork.bench.result.BenchRow;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Operations that are read together, few enough that a chart of them fits a printed page.
enum OperationGroup {
  /// Of the scheme: on ciphertexts, plaintexts and keys.
  SCHEME(""),
  /// What backends are asked for, on residues of primes that fit the fast lane.
  BACKEND(", operations of backends"),
  /// The same for larger primes.
  BACKEND_WIDE(", operations of backends, wide primes");

  private static final String BACKEND_PREFIX = "rns_";
  private static final String WIDE_SUFFIX = "_wide";

  private final String suffix;

  OperationGroup(String suffix) {
    this.suffix = suffix;
  }

  /// Figures by their group, each in its order.
  static Map<OperationGroup, List<Figure>> split(List<Figure> figures) {
    return figures.stream()
        .collect(
            Collectors.groupingBy(
                figure -> of(figure.row()),
                () -> new EnumMap<>(OperationGroup.class),
                Collectors.toList()));
  }

  private static OperationGroup of(BenchRow row) {
    if (!row.op().startsWith(BACKEND_PREFIX)) {
      return SCHEME;
    }
    return row.op().endsWith(WIDE_SUFFIX) ? BACKEND_WIDE : BACKEND;
  }

  /// A title that says which group of something it is.
  String title(String of) {
    return of + suffix;
  }
}
