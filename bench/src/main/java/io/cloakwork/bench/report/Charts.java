package io.cloakwork.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The data of the page's charts, which its script draws into the places that they leave.
final class Charts {

  private final List<Map<String, Object>> all = new ArrayList<>();

  /// What the script draws.
  enum Kind {
    /// Rows of dots on one logarithmic axis of times.
    DOTS,
    /// Lines over a logarithmic axis.
    LINES,
    /// Points under a roof, both axes logarithmic.
    ROOFLINE,
    /// Bars made of parts, with floors.
    BARS
  }

  /// Leaves a place for a chart.
  ///
  /// @param alt what the chart shows, for those who do not see it
  /// @param data what the script's function for the kind takes
  /// @param small whether several stand side by side
  void place(Html html, Kind kind, String alt, Map<String, Object> data, boolean small) {
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("kind", kind.name().toLowerCase(java.util.Locale.ROOT));
    chart.put("alt", alt);
    chart.putAll(data);
    html.raw(
        "<div class=\"chart" + (small ? " small" : "") + "\" data-chart=\"" + all.size() + "\">");
    html.raw("<noscript>").text(alt).raw("</noscript></div>\n");
    all.add(chart);
  }

  /// All data as JSON that can stand in a script element: without the characters that could end it.
  String json() {
    try {
      return new ObjectMapper()
          .writeValueAsString(all)
          .replace("<", "\\u003c")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the charts cannot be written as JSON", e);
    }
  }
}
