package io.cloakwork.bench.report;

import io.cloakwork.bench.result.Floor;
import io.cloakwork.bench.result.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What compiled networks take.
final class NetworkSection {

  private NetworkSection() {}

  static Section networks(List<Figure> figures, List<String> lines, Charts charts) {
    String what = "One request, ciphertexts in to ciphertexts out";
    List<Figure> requests =
        figures.stream().filter(figure -> figure.row().kind() == Kind.NET).toList();
    Html html = new Html();
    if (!requests.isEmpty()) {
      html.paragraph(what + ", after set-up.");
      Dots.place(html, charts, what, requests, NetworkSection::label, lines);
      RowTable.write(html, what, requests);
    }
    return new Section("networks", "Networks", html.toString());
  }

  private static String label(Figure figure) {
    String batch = figure.row().batch() == 1 ? "" : ", batch " + figure.row().batch();
    return figure.row().workload() + batch;
  }

  /// A network under one series.
  private record Compiled(
      String workload, String series, String parameters, int batch, int threads) {

    static Compiled of(Figure figure) {
      return new Compiled(
          figure.row().workload(),
          figure.series(),
          figure.row().parameters().name(),
          figure.row().batch(),
          figure.row().threads());
    }

    String title(boolean manyBatches) {
      return "%s on %s, %s, %d %s%s"
          .formatted(
              workload,
              series,
              parameters,
              threads,
              threads == 1 ? "thread" : "threads",
              manyBatches ? ", batch " + batch : "");
    }
  }

  /// Where the time of compiled networks goes, layer by layer.
  static Section layers(List<Figure> figures, List<String> lines, Charts charts) {
    Map<Compiled, List<Figure>> networks =
        figures.stream()
            .filter(figure -> figure.row().kind() == Kind.LAYER)
            .collect(Collectors.groupingBy(Compiled::of, LinkedHashMap::new, Collectors.toList()));
    Html html = new Html();
    if (!networks.isEmpty()) {
      html.paragraph(
          "Layers in the order in which they run. The stroke in each bar is the layer's floor; in"
              + " the roofline its number is its place.");
    }
    boolean manyBatches =
        networks.keySet().stream().mapToInt(Compiled::batch).distinct().count() > 1;
    networks.forEach(
        (network, layers) -> layers(html, charts, network.title(manyBatches), layers, lines));
    return new Section("layers", "Layer by layer", html.toString());
  }

  private static void layers(
      Html html, Charts charts, String title, List<Figure> layers, List<String> lines) {
    html.element("h3", title).raw("\n");
    int colour = lines.indexOf(layers.getFirst().series());
    List<Bars.Bar> bars = new ArrayList<>();
    for (Figure layer : layers) {
      String label = "%d  %s".formatted(bars.size() + 1, layer.row().op());
      Bars.Part whole = new Bars.Part("", layer.seconds(), Dots.title(layer));
      double floor = layer.row().floor().map(least -> least.micros() * 1e-6).orElse(Double.NaN);
      bars.add(new Bars.Bar(label, List.of(whole), floor));
    }
    Bars.place(html, charts, "Layers of " + title, List.of(), colour, bars);
    boolean counted =
        layers.stream().allMatch(layer -> layer.row().floor().map(Floor::isCounted).orElse(false));
    if (counted) {
      List<RooflineSection.Point> points = new ArrayList<>();
      for (Figure layer : layers) {
        String number = Integer.toString(points.size() + 1);
        points.add(new RooflineSection.Point(layer, number, colour));
      }
      RooflineSection.place(html, charts, "the layers of " + title, points, List.of());
    }
    RowTable.write(html, "Layers of " + title, layers);
  }
}
