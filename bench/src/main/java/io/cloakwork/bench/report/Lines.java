package io.cloakwork.bench.report;

import io.cloakwork.bench.result.BenchRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A chart of how something changes along an axis, one line a series.
final class Lines {

  /// @param name the axis, with its unit
  /// @param ticks that it has labels at, or empty if the script may choose
  /// @param logarithmic whether equal distances are equal ratios
  record Axis(String name, List<Double> ticks, boolean logarithmic) {}

  record Point(double x, double seconds, double low, double high, double floor, String title) {

    /// A figure at `x`, its time divided by `share`; what is unknown is NaN.
    static Point of(double x, Figure figure, double share) {
      BenchRow row = figure.row();
      return new Point(
          x,
          figure.seconds() / share,
          row.timing().p10Micros().orElse(Double.NaN) * 1e-6 / share,
          row.timing().p90Micros().orElse(Double.NaN) * 1e-6 / share,
          row.floor().map(floor -> floor.micros() * 1e-6 / share).orElse(Double.NaN),
          Dots.title(figure));
    }

    private Map<String, Object> data() {
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("x", x);
      data.put("y", seconds);
      put(data, "low", low);
      put(data, "high", high);
      put(data, "floor", floor);
      data.put("title", title);
      return data;
    }

    private static void put(Map<String, Object> data, String name, double value) {
      if (!Double.isNaN(value)) {
        data.put(name, value);
      }
    }
  }

  /// @param colour which of the page's colours
  /// @param dashed whether it is an ideal and not a measurement
  record Line(String name, int colour, boolean dashed, List<Point> points) {

    private Map<String, Object> data() {
      List<Map<String, Object>> sorted = new ArrayList<>();
      points.stream()
          .sorted(Comparator.comparingDouble(Point::x))
          .forEach(point -> sorted.add(point.data()));
      return Map.of("name", name, "colour", colour, "dashed", dashed, "points", sorted);
    }
  }

  private Lines() {}

  /// Draws lines; all axes of times are logarithmic.
  static void place(
      Html html, Charts charts, String title, Axis x, String y, List<Line> lines, boolean small) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("title", title);
    data.put("xName", x.name());
    data.put("xTicks", x.ticks());
    data.put("xLog", x.logarithmic());
    data.put("yName", y);
    data.put("lines", lines.stream().map(Line::data).toList());
    String alt =
        "%s: %s over %s, %d %s; the table below has the values."
            .formatted(title, y, x.name(), lines.size(), lines.size() == 1 ? "line" : "lines");
    charts.place(html, Charts.Kind.LINES, alt, data, small);
  }
}
