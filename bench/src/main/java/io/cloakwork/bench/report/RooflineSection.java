package io.cloakwork.bench.report;

import io.cloakwork.bench.result.Floor;
import io.cloakwork.bench.result.Peaks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Operations under the roof of their device: how much arithmetic a byte they do, and how close to
/// the peak that their intensity allows.
final class RooflineSection {

  /// A line lies so far below the one above it, at least.
  private static final double APART = 0.8;

  /// What stands under one roof: operations of a device with so many threads.
  private record Device(String series, int threads) {

    static Device of(Figure figure) {
      return new Device(figure.series(), figure.row().threads());
    }

    String title() {
      return "%s, %d %s".formatted(series, threads, threads == 1 ? "thread" : "threads");
    }
  }

  private RooflineSection() {}

  static Section of(List<Figure> figures, Charts charts) {
    Map<Device, List<Figure>> devices =
        figures.stream()
            .filter(LatencySection::isPlain)
            .filter(figure -> figure.row().floor().map(Floor::isCounted).orElse(false))
            .collect(Collectors.groupingBy(Device::of, LinkedHashMap::new, Collectors.toList()));
    Html html = new Html();
    if (!devices.isEmpty()) {
      html.paragraph(
          "Every mark is an operation: to the right, more modular operations for every byte that"
              + " must move; upwards, more of them a second. Level lines are what the device"
              + " multiplies at most, with primes of either lane and in the forms that the operations"
              + " have (reduced one by one, or in sums), and slanted lines what it moves"
              + " at most with as much data as the operations under them have, faster in a cache"
              + " than in memory. Nothing can be above the lines that it is measured against, and"
              + " the distance to them is what is left to gain.");
      devices.forEach((device, under) ->
          OperationGroup.split(under)
              .forEach((group, part) -> part(html, charts, group.title(device.title()), part)));
    }
    return new Section("roofline", "Rooflines", html.toString());
  }

  private static void part(Html html, Charts charts, String title, List<Figure> under) {
    html.element("h3", title).raw("\n");
    List<String> sets =
        under.stream().map(figure -> figure.row().parameters().name()).distinct().toList();
    List<Point> points = new ArrayList<>();
    for (Figure figure : under) {
      points.add(
          new Point(figure, figure.row().op(), sets.indexOf(figure.row().parameters().name())));
    }
    place(html, charts, title, points, sets.size() > 1 ? sets : List.of());
    long moves = under.stream().filter(figure -> operations(figure) == 0).count();
    String onlyMoves =
        switch ((int) moves) {
          case 0 -> "";
          case 1 ->
              " One result that only moves data has no place on this chart; the table has it.";
          default ->
              " %d results that only move data have no place on this chart; the table has them."
                  .formatted(moves);
        };
    html.paragraph("Peaks: %s.%s".formatted(sources(under), onlyMoves));
    RowTable.writeCounts(html, "Counts and floors, " + title, under);
  }

  /// Where the peaks are from, every clause once: floors share some of them.
  private static String sources(List<Figure> under) {
    return under.stream()
        .flatMap(figure -> Stream.of(peaks(figure).source().split("; ")))
        .distinct()
        .collect(Collectors.joining("; "));
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

  /// Draws points of one device under all peaks that their floors were computed from; those without
  /// arithmetic have no place there.
  ///
  /// @param legend names of the colours; empty for no legend
  static void place(
      Html html, Charts charts, String title, List<Point> points, List<String> legend) {
    List<Point> drawn = points.stream().filter(point -> operations(point.figure()) > 0).toList();
    if (drawn.isEmpty()) {
      return;
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("operations", peaks(drawn, Peaks::modularOperationsPerSecond));
    data.put("bytes", peaks(drawn, Peaks::bytesPerSecond));
    data.put("legend", legend);
    data.put("points", drawn.stream().map(Point::data).toList());
    String alt =
        "Roofline of %s with %d results; the table below has what each achieves of its floor."
            .formatted(title, drawn.size());
    charts.place(html, Charts.Kind.ROOFLINE, alt, data, false);
  }

  /// The different peaks of a kind, highest first. Mixed arithmetic has a peak between those of
  /// what it is mixed of: one that is little below a line is not drawn, for the line holds for it,
  /// too.
  private static List<Double> peaks(List<Point> points, ToDoubleFunction<Peaks> kind) {
    List<Double> highestFirst =
        points.stream()
            .map(point -> kind.applyAsDouble(peaks(point.figure())))
            .sorted(Comparator.reverseOrder())
            .toList();
    List<Double> lines = new ArrayList<>();
    for (double peak : highestFirst) {
      if (lines.isEmpty() || peak < APART * lines.getLast()) {
        lines.add(peak);
      }
    }
    return lines;
  }

  private static Peaks peaks(Figure figure) {
    return figure.row().floor().flatMap(Floor::peaks).orElseThrow();
  }

  private static long operations(Figure figure) {
    return figure.row().floor().orElseThrow().modularOperations().getAsLong();
  }
}
