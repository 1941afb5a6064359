package io.cloakwork.bench.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A chart of bars on one linear axis of times, each made of parts, with a stroke at its floor.
final class Bars {

  /// @param name what the legend calls it; parts of the same name have the same colour
  /// @param seconds its length
  record Part(String name, double seconds, String title) {

    private Map<String, Object> data() {
      return Map.of("name", name, "seconds", seconds, "title", title);
    }
  }

  /// @param label at its left
  /// @param floor in seconds; NaN if unknown
  record Bar(String label, List<Part> parts, double floor) {

    private Map<String, Object> data() {
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("label", label);
      data.put("parts", parts.stream().map(Part::data).toList());
      if (!Double.isNaN(floor)) {
        data.put("floor", floor);
      }
      return data;
    }
  }

  private Bars() {}

  /// Draws bars.
  ///
  /// @param legend names of parts, in the order of their colours; empty for no legend
  static void place(
      Html html, Charts charts, String what, List<String> legend, int colour, List<Bar> bars) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("legend", legend);
    data.put("colour", colour);
    data.put("bars", bars.stream().map(Bar::data).toList());
    String alt =
        "%s, %d %s; the table below has the values."
            .formatted(what, bars.size(), bars.size() == 1 ? "bar" : "bars");
    charts.place(html, Charts.Kind.BARS, alt, data, false);
  }
}
