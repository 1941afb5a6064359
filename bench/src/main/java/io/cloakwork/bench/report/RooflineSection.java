package io.cloakwork.bench.report;

import io.cloakwork.bench.result.Floor;
import io.cloakwork.bench.result.Peaks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Operations under the roof of their device: how much arithmetic a byte they do, and how close to
/// the peak that their intensity allows.
final class RooflineSection {

  /// One roof: a device with so many threads, and bytes that come from one level of its memory.
  private record Roof(String series, int threads, double bytesPerSecond) {

    String title() {
      return "%s, %d %s".formatted(series, threads, threads == 1 ? "thread" : "threads");
    }
  }

  private RooflineSection() {}

  static Section of(List<Figure> figures, Charts charts) {
    Map<Roof, List<Figure>> roofs =
        roofs(figures.stream().filter(LatencySection::isPlain).toList());
    Html html = new Html();
    if (!roofs.isEmpty()) {
      html.paragraph(
          "Every dot is an operation: to the right, more modular operations for every byte that"
              + " must move; upwards, more of them a second. Nothing can be above the roof, and the"
              + " distance to it is what is left to gain, but for arithmetic that takes longer than"
              + " the cheapest: a product that is reduced by itself, not with the sum that it is in,"
              + " has a lower roof, which the table knows.");
      roofs.forEach((roof, under) -> roof(html, charts, roof, under));
    }
    return new Section("roofline", "Rooflines", html.toString());
  }

  private static Map<Roof, List<Figure>> roofs(List<Figure> figures) {
    return figures.stream()
        .filter(figure -> figure.row().floor().map(Floor::isCounted).orElse(false))
        .collect(
            Collectors.groupingBy(RooflineSection::roof, LinkedHashMap::new, Collectors.toList()));
  }

  private static Roof roof(Figure figure) {
    Peaks peaks = figure.row().floor().flatMap(Floor::peaks).orElseThrow();
    return new Roof(figure.series(), figure.row().threads(), peaks.bytesPerSecond());
  }

  private static void roof(Html html, Charts charts, Roof roof, List<Figure> under) {
    html.element("h3", roof.title()).raw("\n");
    List<String> sets =
        under.stream().map(figure -> figure.row().parameters().name()).distinct().toList();
    List<Point> points = new ArrayList<>();
    for (Figure figure : under) {
      points.add(
          new Point(figure, figure.row().op(), sets.indexOf(figure.row().parameters().name())));
    }
    place(html, charts, roof.title(), points, sets.size() > 1 ? sets : List.of());
    long moves = under.stream().filter(figure -> operations(figure) == 0).count();
    Peaks peaks = highest(points);
    html.paragraph(
        "Peaks (%s): %s modular operations a second, %s/s. They meet at %s operations a byte.%s"
            .formatted(
                peaks.source(),
                Figures.decimal(peaks.modularOperationsPerSecond()),
                Figures.decimal(peaks.bytesPerSecond()) + "B",
                Figures.digits(peaks.ridge()),
                moves == 0
                    ? ""
                    : " %d results that only move data have no place on this chart; the table has them."
                        .formatted(moves)));
    RowTable.write(html, "Measured against floors, " + roof.title(), under);
  }

  /// A figure under a roof.
  ///
  /// @param label what stands beside it
  /// @param colour of the page's
  record Point(Figure figure, String label, int colour) {

    private Map<String, Object> data() {
      Floor floor = figure.row().floor().orElseThrow();
      double operations = floor.modularOperations().getAsLong();
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("x", operations / floor.bytes().getAsLong());
      data.put("y", operations / figure.seconds());
      data.put("label", label);
      data.put("colour", colour);
      data.put("title", Dots.title(figure));
      return data;
    }
  }

  /// Draws points that share a roof; those without arithmetic have no place there.
  ///
  /// @param legend names of the colours; empty for no legend
  static void place(
      Html html, Charts charts, String title, List<Point> points, List<String> legend) {
    List<Map<String, Object>> drawn =
        points.stream().filter(point -> operations(point.figure()) > 0).map(Point::data).toList();
    if (drawn.isEmpty()) {
      return;
    }
    Peaks peaks = highest(points);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("operations", peaks.modularOperationsPerSecond());
    data.put("bytes", peaks.bytesPerSecond());
    data.put("legend", legend);
    data.put("points", drawn);
    String alt =
        "Roofline of %s with %d results; the table below has what each achieves of its floor."
            .formatted(title, drawn.size());
    charts.place(html, Charts.Kind.ROOFLINE, alt, data, false);
  }

  /// What no point can be above: the highest of each of their peaks.
  private static Peaks highest(List<Point> points) {
    return points.stream()
        .map(point -> point.figure().row().floor().flatMap(Floor::peaks).orElseThrow())
        .reduce((a, b) ->
            new Peaks(
                Math.max(a.modularOperationsPerSecond(), b.modularOperationsPerSecond()),
                Math.max(a.bytesPerSecond(), b.bytesPerSecond()),
                b.modularOperationsPerSecond() > a.modularOperationsPerSecond()
                    ? b.source()
                    : a.source()))
        .orElseThrow();
  }

  private static long operations(Figure figure) {
    return figure.row().floor().orElseThrow().modularOperations().getAsLong();
  }
}
