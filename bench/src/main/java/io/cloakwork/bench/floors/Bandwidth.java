package io.cloakwork.bench.floors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// How fast a device moves bytes, by how many it works on: what fits into a cache moves faster.
///
/// @param points measured, the smallest footprint first
public record Bandwidth(List<Point> points) {

  /// A measurement.
  ///
  /// @param footprintBytes all that the program read and wrote
  /// @param bytesPerSecond of the fastest program with about that footprint
  /// @param program which
  public record Point(long footprintBytes, double bytesPerSecond, String program) {

    /// How long the program took.
    public double seconds() {
      return footprintBytes / bytesPerSecond;
    }
  }

  public Bandwidth {
    points = List.copyOf(points);
    if (points.isEmpty()) {
      throw new IllegalArgumentException("a bandwidth needs a measurement");
    }
  }

  /// The fastest that was seen with so many bytes or more, where the largest footprint below counts
  /// for all up to the next: never slower than the device can be, so that a floor stays one.
  public Point fastest(long footprintBytes) {
    int from = 0;
    while (from + 1 < points.size() && points.get(from + 1).footprintBytes() <= footprintBytes) {
      from++;
    }
    return points.subList(from, points.size()).stream()
        .max(Comparator.comparingDouble(Point::bytesPerSecond))
        .orElseThrow();
  }

  /// The faster of two measurements, step by step.
  Bandwidth orHigher(Bandwidth again) {
    List<Point> faster = new ArrayList<>();
    int steps = Math.max(points.size(), again.points.size());
    for (int i = 0; i < steps; i++) {
      int step = i;
      faster.add(
          Stream.of(points, again.points)
              .flatMap(each -> each.stream().skip(step).limit(1))
              .max(Comparator.comparingDouble(Point::bytesPerSecond))
              .orElseThrow());
    }
    return new Bandwidth(faster);
  }

  /// What streams through memory: the largest footprint.
  public Point stream() {
    return points.getLast();
  }
}
