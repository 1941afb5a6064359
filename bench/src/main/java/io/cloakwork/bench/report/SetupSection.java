package io.cloakwork.bench.report;

import io.cloakwork.bench.result.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What is done once against what every request costs.
final class SetupSection {

  private static final int DECADES = 4;
  private static final int POINTS_A_DECADE = 8;

  /// What has been set up, and where.
  private record Subject(String workload, String series, String parameters) {

    static Subject of(Figure figure) {
      return new Subject(
          figure.row().workload(), figure.series(), figure.row().parameters().name());
    }

    String label() {
      String what = workload.isEmpty() ? "operations" : workload;
      return "%s %s, %s".formatted(what, parameters, series);
    }
  }

  private final Map<Subject, List<Figure>> stages;
  private final Map<Subject, List<Figure>> requests;
  private final Charts charts;
  private final Html html = new Html();

  private SetupSection(List<Figure> figures, Charts charts) {
    this.stages = bySubject(figures, Kind.SETUP);
    this.requests = bySubject(figures, Kind.NET);
    this.charts = charts;
  }

  private static Map<Subject, List<Figure>> bySubject(List<Figure> figures, Kind kind) {
    return figures.stream()
        .filter(figure -> figure.row().kind() == kind)
        .collect(Collectors.groupingBy(Subject::of, LinkedHashMap::new, Collectors.toList()));
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
    List<Lines.Line> drawn = new ArrayList<>();
    stages.forEach((subject, of) -> {
      double once = of.stream().mapToDouble(Figure::seconds).sum();
      for (Figure request : requests.getOrDefault(subject, List.of())) {
        int batch = request.row().batch();
        String name = subject.label() + (batch == 1 ? "" : ", batch " + batch);
        double each = request.seconds();
        int colour = drawn.size() / 2; // a line and the level that it tends to share one
        drawn.add(new Lines.Line(name, colour, false, points(name, once, each)));
        drawn.add(
            new Lines.Line(
                "", colour, true, List.of(level(name, each, 0), level(name, each, DECADES))));
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
    String title = "%s: %s without set-up".formatted(name, Figures.micros(request * 1e6));
    return new Lines.Point(
        Math.pow(10, decade), request, Double.NaN, Double.NaN, Double.NaN, title);
  }
}
