package io.cloakwork.cli.digits;

/// A place on the drawing plane; y points down.
record Point(double x, double y) {

  /// The distance from here to the nearest place on the line from `a` to `b`.
  double distanceToLine(Point a, Point b) {
    double dx = b.x - a.x;
    double dy = b.y - a.y;
    double squaredLength = dx * dx + dy * dy;
    double along = squaredLength == 0 ? 0 : ((x - a.x) * dx + (y - a.y) * dy) / squaredLength;
    double t = Math.clamp(along, 0.0, 1.0);
    double ex = a.x + t * dx - x;
    double ey = a.y + t * dy - y;
    return Math.sqrt(ex * ex + ey * ey);
  }
}
