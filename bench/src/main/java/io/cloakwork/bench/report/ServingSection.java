package io.cloakwork.bench.report;

import io.cloakwork.bench.result.Kind;
import io.cloakwork.bench.result.ServeOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/// Requests as a client of a service sees them: where their time goes, and what is saved by paying
/// for keys once.
final class ServingSection {

  /// The number of requests that the set-up is held against.
  private static final int SHARED_BY = 1000;

  private final List<Figure> figures;
  private final Map<Subject, List<Figure>> requests;
  private final Map<Subject, List<Figure>> stages;
  private final Charts charts;
  private final Html html = new Html();

  private ServingSection(List<Figure> figures, Charts charts) {
    this.figures = figures.stream().filter(figure -> figure.row().kind() == Kind.SERVE).toList();
    this.requests = Subject.group(figures, Kind.SERVE);
    this.stages = Subject.group(figures, Kind.SETUP);
    this.charts = charts;
  }

  static Section of(List<Figure> figures, List<String> lines, Charts charts) {
    return new ServingSection(figures, charts).section(lines);
  }

  private Section section(List<String> lines) {
    if (!figures.isEmpty()) {
      html.paragraph(
          "Requests as a client of the service sees them, after set-up. The round trip is all but"
              + " encrypting and decrypting; its overhead is all but the execution.");
      split();
      costs();
      List<Figure> whole =
          figures.stream().filter(figure -> !ServeOps.PARTS.contains(figure.row().op())).toList();
      if (!whole.isEmpty()) {
        Dots.place(html, charts, "Requests", whole, ServingSection::label, lines);
      }
      RowTable.write(html, "Requests and their parts", figures);
    }
    return new Section("served", "Served requests", html.toString());
  }

  private static String label(Figure figure) {
    String batch = figure.row().batch() == 1 ? "" : ", batch " + figure.row().batch();
    return figure.row().workload() + " " + figure.row().op() + batch;
  }

  /// A bar for each service, made of the parts of a request.
  private void split() {
    List<Bars.Bar> bars = new ArrayList<>();
    requests.forEach((subject, rows) -> {
      List<Bars.Part> parts = new ArrayList<>();
      for (String part : ServeOps.PARTS) {
        rows.stream()
            .filter(figure -> figure.row().op().equals(part))
            .forEach(
                figure -> parts.add(new Bars.Part(part, figure.seconds(), Dots.title(figure))));
      }
      if (!parts.isEmpty()) {
        bars.add(new Bars.Bar(subject.label(), parts, Double.NaN));
      }
    });
    if (!bars.isEmpty()) {
      html.element("h3", "Where the time of a request goes").raw("\n");
      Bars.place(html, charts, "A request by its parts", ServeOps.PARTS, 0, bars);
    }
  }

  /// A line for each service: what it is paid for once, and for every request.
  private void costs() {
    String caption = "Set-up and steady state";
    html.element("h3", "What is paid once, and every time").raw("\n");
    html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"" + caption)
        .raw("\"><table>");
    html.element("caption", caption).raw("<thead><tr>").element("th scope=\"col\"", "service");
    List.of(
            "set-up",
            "request",
            "overhead",
            "with own keys",
            "speed-up",
            "set-up's part of %,d requests".formatted(SHARED_BY))
        .forEach(name -> html.element("th scope=\"col\" class=\"n\"", name));
    html.raw("</tr></thead><tbody>\n");
    requests.forEach(this::costs);
    html.raw("</tbody></table></div>\n");
  }

  private void costs(Subject subject, List<Figure> rows) {
    double once = setUp(subject, rows);
    double request = micros(rows, ServeOps.ROUND_TRIP);
    double overhead = micros(rows, ServeOps.OVERHEAD);
    double naive = micros(rows, ServeOps.WITH_OWN_KEYS);
    html.raw("<tr>").element("th scope=\"row\"", subject.label());
    number(time(once));
    number(time(request));
    number(time(overhead));
    number(time(naive));
    double speedup = naive / request;
    number(Double.isNaN(speedup) ? Figures.NOTHING : String.format(Locale.ROOT, "%.1f ×", speedup));
    double share = once / (once + SHARED_BY * request);
    number(Double.isNaN(share) ? Figures.NOTHING : Figures.percent(share));
    html.raw("</tr>\n");
  }

  /// The stages' sum; without stages what the request says.
  private double setUp(Subject subject, List<Figure> rows) {
    List<Figure> known = stages.getOrDefault(subject, List.of());
    if (!known.isEmpty()) {
      return known.stream().mapToDouble(stage -> stage.row().timing().medianMicros()).sum();
    }
    return rows.stream()
        .map(figure -> figure.row().setupMicros())
        .flatMapToDouble(OptionalDouble::stream)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static double micros(List<Figure> rows, String op) {
    return rows.stream()
        .filter(figure -> figure.row().op().equals(op))
        .mapToDouble(figure -> figure.row().timing().medianMicros())
        .findFirst()
        .orElse(Double.NaN);
  }

  private static String time(double micros) {
    return Double.isNaN(micros) ? Figures.NOTHING : Figures.micros(micros);
  }

  private void number(String value) {
    html.element("td class=\"n\"", value);
  }
}
