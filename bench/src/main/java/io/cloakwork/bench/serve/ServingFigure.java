package io.cloakwork.bench.serve;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/// Draws what a request costs against how many share the set-up, as SVG, from a report's JSON.
///
/// Both axes are logarithmic. The curve is (set-up + n · request) / n; the dashed line above it is
/// what every request costs that brings keys of its own, the one below what is left when n grows.
/// The bar under the chart shows what the set-up is made of.
public final class ServingFigure {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 470;
  private static final int LEFT = 80;
  private static final int RIGHT = 730;
  private static final int TOP = 50;
  private static final int BOTTOM = 320;
  private static final int BAR_TOP = 395;
  private static final int BAR_HEIGHT = 26;
  private static final int DECADES = 4;
  private static final int POINTS_A_DECADE = 20;

  private static final List<String> PARTS =
      List.of("compile", "weightEncoding", "keyGeneration", "upload", "loadToDevice");
  private static final List<String> LABELS =
      List.of("compile", "weights", "make keys", "upload", "load");
  private static final List<String> COLOURS =
      List.of("#4e79a7", "#76b7b2", "#f28e2b", "#e15759", "#b07aa1");

  private final JsonNode report;
  private final double setUp;
  private final double request;
  private final double naive;
  private final double lowest;
  private final double highest;
  private final StringBuilder svg = new StringBuilder();

  private ServingFigure(JsonNode report) {
    this.report = report;
    this.setUp = number("setupSeconds");
    this.request = number("secondsPerRequest");
    this.naive = report.required("naive").required("secondsPerRequest").asDouble();
    this.lowest = Math.floor(Math.log10(request));
    this.highest = Math.ceil(Math.log10(Math.max(naive, setUp + request)));
  }

  private double number(String field) {
    return report.required(field).asDouble();
  }

  /// The figure of a report.
  ///
  /// @throws IllegalArgumentException if a field is missing
  public static String draw(JsonNode report) {
    return new ServingFigure(report).draw();
  }

  private String draw() {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">",
        WIDTH, HEIGHT);
    add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
    text(LEFT, 28, "start", "Seconds a request, by how many requests share one set-up");
    axes();
    level(naive, -6, "fresh keys for every request: " + seconds(naive));
    level(request, 16, "steady state: " + seconds(request));
    curve();
    bar();
    add("</svg>");
    return svg.toString();
  }

  private void axes() {
    for (int decade = 0; decade <= DECADES; decade++) {
      double x = x(decade);
      line(x, TOP, x, BOTTOM, "#dddddd", "");
      text(x, BOTTOM + 18, "middle", "%,d".formatted((long) Math.pow(10, decade)));
    }
    for (double power = lowest; power <= highest; power++) {
      double y = y(Math.pow(10, power));
      line(LEFT, y, RIGHT, y, "#dddddd", "");
      text(LEFT - 8, y + 4, "end", seconds(Math.pow(10, power)));
    }
    text((LEFT + RIGHT) / 2.0, BOTTOM + 38, "middle", "requests");
  }

  private void level(double value, int below, String label) {
    line(LEFT, y(value), RIGHT, y(value), "#888888", " stroke-dasharray=\"5 4\"");
    text(RIGHT - 4, y(value) + below, "end", label);
  }

  private void curve() {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i <= DECADES * POINTS_A_DECADE; i++) {
      double decade = (double) i / POINTS_A_DECADE;
      double requests = Math.pow(10, decade);
      points.append(format("%.1f,%.1f ", x(decade), y(setUp / requests + request)));
    }
    add(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"#e15759\" stroke-width=\"2.5\"/>",
        points.toString().strip());
  }

  /// The set-up's parts side by side, as wide as they take.
  private void bar() {
    text(LEFT, BAR_TOP - 10, "start", "set-up, once: " + seconds(setUp));
    JsonNode parts = report.required("setup");
    double x = LEFT;
    double legend = LEFT;
    for (int i = 0; i < PARTS.size(); i++) {
      double part = parts.required(PARTS.get(i)).asDouble();
      double width = part / setUp * (RIGHT - LEFT);
      rectangle(x, BAR_TOP, width, BAR_HEIGHT, COLOURS.get(i));
      rectangle(legend, BAR_TOP + 42, 11, 11, COLOURS.get(i));
      text(legend + 16, BAR_TOP + 52, "start", LABELS.get(i) + " " + seconds(part));
      x += width;
      legend += (RIGHT - LEFT) / (double) PARTS.size();
    }
  }

  private static double x(double decade) {
    return LEFT + (RIGHT - LEFT) * decade / DECADES;
  }

  private double y(double seconds) {
    return BOTTOM - (BOTTOM - TOP) * (Math.log10(seconds) - lowest) / (highest - lowest);
  }

  private static String seconds(double value) {
    return value < 1 ? format("%.3g ms", value * 1e3) : format("%.3g s", value);
  }

  private void line(double x1, double y1, double x2, double y2, String colour, String more) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>",
        x1, y1, x2, y2, colour, more);
  }

  private void rectangle(double x, double y, double width, double height, String colour) {
    add(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
        x, y, width, height, colour);
  }

  private void text(double x, double y, String anchor, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, text);
  }

  @SuppressWarnings("AnnotateFormatMethod")
  private void add(String pattern, Object... values) {
    svg.append(format(pattern, values)).append('\n');
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency of its own
  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
