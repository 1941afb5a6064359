package io.cloakwork.bench.report;

import io.cloakwork.bench.result.Kind;
import io.cloakwork.bench.result.ServeOps;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What is done once against what every request costs.
final class SetupSection {

  private static final int DECADES = 4;
  private static final int POINTS_A_DECADE = 8;

  private final Map<Subject, List<Figure>> stages;
  private final Map<Subject, List<Figure>> requests;
  private final Map<Subject, List<Figure>> served;
  private final Charts charts;
  private final Html html = new Html();
  private final List<Lines.Line> drawn = new ArrayList<>();
  private int nextColour;

  private SetupSection(List<Figure> figures, Charts charts) {
    this.stages = Subject.group(figures, Kind.SETUP);
    this.requests = Subject.group(figures, Kind.NET);
    this.served = Subject.group(figures, Kind.SERVE);
    this.charts = charts;
  }

  static Section of(List<Figure> figures, Charts charts) {
    return new SetupSection(figures, charts).section();
  }

  private Section section() {
    if (!stages.isEmpty()) {
      html.paragraph(
          "Set-up is done once for a client or a network and shared by all its requests.");
      bars();
      shared();
      List<Figure> shown = new ArrayList<>();
      stages.forEach((subject, of) -> {
        shown.addAll(of);
        shown.addAll(requests.getOrDefault(subject, List.of()));
        served.getOrDefault(subject, List.of()).stream()
            .filter(figure -> figure.row().op().equals(ServeOps.ROUND_TRIP))
            .forEach(shown::add);
      });
      RowTable.write(html, "Set-up, and a request after it", shown);
    }
    return new Section("setup", "Set-up against steady state", html.toString());
  }

  private void bars() {
    List<String> legend =
        stages.values().stream()
            .flatMap(List::stream)
            .map(figure -> figure.row().op())
            .distinct()
            .toList();
    List<Bars.Bar> bars = new ArrayList<>();
    stages.forEach((subject, of) -> {
      List<Bars.Part> parts = new ArrayList<>();
      for (Figure stage : of) {
        parts.add(new Bars.Part(stage.row().op(), stage.seconds(), Dots.title(stage)));
      }
      bars.add(new Bars.Bar(subject.label(), parts, Double.NaN));
    });
    Bars.place(html, charts, "Set-up by stage", legend, 0, bars);
  }

  /// What an item costs when so many share one set-up: (set-up + n · request) / n.
  private void shared() {
    stages.forEach((subject, of) -> {
      double once = of.stream().mapToDouble(Figure::seconds).sum();
      for (Figure request : requests.getOrDefault(subject, List.of())) {
        int batch = request.row().batch();
        String name = subject.label() + (batch == 1 ? "" : ", batch " + batch);
        line(name, once, request.seconds());
      }
      for (Figure request : served.getOrDefault(subject, List.of())) {
        if (request.row().op().equals(ServeOps.ROUND_TRIP)) {
          line(subject.label() + ", served", once, request.seconds());
        } else if (request.row().op().equals(ServeOps.WITH_OWN_KEYS)) {
          String name = subject.label() + ", served, own keys every time";
          drawn.add(level(name, nextColour++, request.seconds()));
        }
      }
    });
    if (!drawn.isEmpty()) {
      html.element("h3", "What a request costs when so many share the set-up").raw("\n");
      List<Double> ticks = new ArrayList<>();
      for (int decade = 0; decade <= DECADES; decade++) {
        ticks.add(Math.pow(10, decade));
      }
      Lines.Axis axis = new Lines.Axis("requests", ticks, true);
      Lines.place(html, charts, "Cost of a request", axis, "time per request", drawn, false);
    }
  }

  /// A line, and the level that it tends to in the same colour.
  private void line(String name, double once, double each) {
    drawn.add(new Lines.Line(name, nextColour, false, points(name, once, each)));
    Lines.Line level = level(name + ", without set-up", nextColour, each);
    drawn.add(new Lines.Line("", level.colour(), true, level.points()));
    nextColour++;
  }

  private static Lines.Line level(String name, int colour, double each) {
    return new Lines.Line(
        name, colour, true, List.of(level(name, each, 0), level(name, each, DECADES)));
  }

  private static List<Lines.Point> points(String name, double once, double request) {
    List<Lines.Point> points = new ArrayList<>();
    for (int i = 0; i <= DECADES * POINTS_A_DECADE; i++) {
      double requests = Math.pow(10, (double) i / POINTS_A_DECADE);
      double each = once / requests + request;
      String title =
          "%s: %,.0f requests, %s each".formatted(name, requests, Figures.micros(each * 1e6));
      points.add(new Lines.Point(requests, each, Double.NaN, Double.NaN, Double.NaN, title));
    }
    return points;
  }

  private static Lines.Point level(String name, double request, int decade) {
    String title = "%s: %s".formatted(name, Figures.micros(request * 1e6));
    return new Lines.Point(
        Math.pow(10, decade), request, Double.NaN, Double.NaN, Double.NaN, title);
  }
}
