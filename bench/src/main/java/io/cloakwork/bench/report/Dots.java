package io.cloakwork.bench.report;

import io.cloakwork.bench.result.BenchRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/// A chart of times: a row for everything that was timed, in it a dot for every series with its
/// spread and its floor.
final class Dots {

  private final List<String> series;
  private final Map<String, List<Map<String, Object>>> rows = new LinkedHashMap<>();
  private double least = Double.MAX_VALUE;
  private double most;

  private Dots(List<Figure> figures, Function<Figure, String> label, List<String> series) {
    this.series = series;
    for (Figure figure : figures) {
      rows.computeIfAbsent(label.apply(figure), _ -> new ArrayList<>()).add(mark(figure));
      least = Math.min(least, figure.seconds());
      most = Math.max(most, figure.seconds());
    }
  }

  /// Draws the figures.
  ///
  /// @param label which row a figure is in
  /// @param what is shown, for the description
  /// @param lines names that have a colour on the page, in the order of the colours
  static void place(
      Html html,
      Charts charts,
      String what,
      List<Figure> figures,
      Function<Figure, String> label,
      List<String> lines) {
    Dots dots = new Dots(figures, label, lines);
    charts.place(html, Charts.Kind.DOTS, dots.alt(what), dots.data(), false);
  }

  private String alt(String what) {
    return "%s on a logarithmic axis, %d rows, from %s to %s; the table below has the values."
        .formatted(what, rows.size(), Figures.micros(least * 1e6), Figures.micros(most * 1e6));
  }

  private Map<String, Object> data() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("series", series);
    data.put(
        "rows",
        rows.entrySet().stream()
            .map(row -> Map.of("label", row.getKey(), "marks", row.getValue()))
            .toList());
    return data;
  }

  private Map<String, Object> mark(Figure figure) {
    BenchRow row = figure.row();
    Map<String, Object> mark = new LinkedHashMap<>();
    mark.put("series", series.indexOf(figure.series()));
    mark.put("x", figure.seconds());
    put(mark, "low", row.timing().p10Micros());
    put(mark, "high", row.timing().p90Micros());
    row.floor().ifPresent(floor -> mark.put("floor", floor.micros() * 1e-6));
    mark.put("title", title(figure));
    return mark;
  }

  private static void put(Map<String, Object> mark, String name, OptionalDouble micros) {
    micros.ifPresent(value -> mark.put(name, value * 1e-6));
  }

  /// What a pointer over a dot tells.
  static String title(Figure figure) {
    BenchRow row = figure.row();
    String floor =
        row.floor()
            .map(least ->
                ", floor %s (%s achieved)"
                    .formatted(
                        Figures.micros(least.micros()),
                        Figures.percent(least.achieved(row.timing().medianMicros()))))
            .orElse("");
    return "%s, %s, %s, %d %s: %s%s"
        .formatted(
            RowTable.name(row),
            figure.series(),
            row.parameters().name(),
            row.threads(),
            row.threads() == 1 ? "thread" : "threads",
            Figures.micros(row.timing().medianMicros()),
            floor);
  }
}
