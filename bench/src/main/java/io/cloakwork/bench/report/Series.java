package io.cloakwork.bench.report;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.Implementation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Gives rows the names of the lines that they belong to, which say only what tells them apart: the
/// backend; the library, version, device or file where there are several of them.
final class Series {

  private record Row(int source, BenchRow row) {}

  private final List<Row> rows = new ArrayList<>();
  private final boolean manyLibraries;

  private Series(List<Source> sources) {
    for (int i = 0; i < sources.size(); i++) {
      for (BenchRow row : sources.get(i).run().rows()) {
        rows.add(new Row(i, row));
      }
    }
    manyLibraries = rows.stream().map(row -> row.row().by().library()).distinct().count() > 1;
  }

  /// All rows with their names, in order.
  static List<Figure> name(List<Source> sources) {
    return new Series(sources).named();
  }

  private List<Figure> named() {
    Map<String, Set<String>> versions = spread(row -> row.row().by().version());
    Map<String, Set<String>> devices = spread(row -> row.row().by().device());
    Map<String, Set<String>> files = spread(row -> Integer.toString(row.source()));
    List<Figure> figures = new ArrayList<>();
    for (Row row : rows) {
      Implementation by = row.row().by();
      StringBuilder name = new StringBuilder(base(row));
      boolean toldByFile = files.get(base(row)).size() > 1;
      if (versions.get(base(row)).size() > 1) {
        toldByFile = false;
        name.append(' ').append(by.version());
      }
      if (devices.get(base(row)).size() > 1) {
        toldByFile = false;
        name.append(", ").append(by.device());
      }
      if (toldByFile) {
        name.append(", file ").append(row.source() + 1);
      }
      figures.add(new Figure(row.source(), row.row(), name.toString()));
    }
    return figures;
  }

  private String base(Row row) {
    Implementation by = row.row().by();
    if (by.backend().isEmpty()) {
      return by.library();
    }
    return manyLibraries ? by.library() + " " + by.backend() : by.backend();
  }

  private Map<String, Set<String>> spread(Function<Row, String> value) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (Row row : rows) {
      values.computeIfAbsent(base(row), _ -> new HashSet<>()).add(value.apply(row));
    }
    return values;
  }

  /// The names in the order of their first rows.
  static List<String> names(Collection<Figure> figures) {
    return figures.stream().map(Figure::series).distinct().toList();
  }
}
