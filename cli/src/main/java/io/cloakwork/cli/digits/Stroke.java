package io.cloakwork.cli.digits;

import java.util.ArrayList;
import java.util.List;

/// One movement of the pen: a curve through its points in order, in a box one unit wide and one
/// high with y pointing down.
///
/// @param points at least two
/// @param smooth whether the curve is rounded at its inner points, or a chain of straight lines
record Stroke(List<Point> points, boolean smooth) {

  private static final int SAMPLES_PER_SEGMENT = 12;

  Stroke {
    points = List.copyOf(points);
    if (points.size() < 2) {
      throw new IllegalArgumentException("a stroke of " + points.size() + " points has no length");
    }
  }

  /// A rounded stroke from coordinates x₀, y₀, x₁, y₁, …
  static Stroke curve(double... coordinates) {
    return new Stroke(pairs(coordinates), true);
  }

  /// A chain of straight lines from coordinates x₀, y₀, x₁, y₁, …
  static Stroke lines(double... coordinates) {
    return new Stroke(pairs(coordinates), false);
  }

  private static List<Point> pairs(double[] coordinates) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < coordinates.length; i += 2) {
      points.add(new Point(coordinates[i], coordinates[i + 1]));
    }
    return points;
  }

  /// The stroke as a fine chain of points. Rounded strokes are uniform Catmull-Rom splines: they
  /// pass through every point, and the tangent at a point is parallel to the line between its
  /// neighbours.
  List<Point> sample() {
    if (!smooth) {
      return points;
    }
    List<Point> samples = new ArrayList<>();
    for (int i = 0; i + 1 < points.size(); i++) {
      for (int j = 0; j < SAMPLES_PER_SEGMENT; j++) {
        samples.add(splineAt(i, (double) j / SAMPLES_PER_SEGMENT));
      }
    }
    samples.add(points.getLast());
    return samples;
  }

  private Point splineAt(int segment, double t) {
    Point before = points.get(Math.max(segment - 1, 0));
    Point from = points.get(segment);
    Point to = points.get(segment + 1);
    Point after = points.get(Math.min(segment + 2, points.size() - 1));
    return new Point(
        spline(before.x(), from.x(), to.x(), after.x(), t),
        spline(before.y(), from.y(), to.y(), after.y(), t));
  }

  private static double spline(double before, double from, double to, double after, double t) {
    double slope = (to - before) / 2;
    double cubic = (after - before) / 2 + 1.5 * (from - to);
    double square = to - from - slope - cubic;
    return from + t * (slope + t * (square + t * cubic));
  }
}
