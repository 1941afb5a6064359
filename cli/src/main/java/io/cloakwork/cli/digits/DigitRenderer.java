package io.cloakwork.cli.digits;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Draws digits that look written by hand: strokes with random shape, slant, proportion, thickness
/// and noise, anti-aliased, laid out as MNIST lays out its images (the digit fits a box of 20 × 20,
/// its centre of mass is the middle of 28 × 28). The same seed gives the same bytes on every
/// machine.
public final class DigitRenderer {

  /// Rows and columns of an image.
  public static final int SIZE = 28;

  private static final double BOX = 20;
  private static final double POINT_JITTER = 0.034;
  private static final double MAX_SLANT = 0.40;
  private static final double MIN_RADIUS = 0.85;
  private static final double MAX_RADIUS = 1.75;
  private static final double MIN_ASPECT = 0.55;
  private static final double MAX_ASPECT = 0.90;
  private static final double NOISE = 12;

  private final SplittableRandom random;

  public DigitRenderer(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /// Draws `count` digits: 0 to 9 in turn, every ten in a new random order.
  public List<DigitImage> draw(int count) {
    List<DigitImage> images = new ArrayList<>();
    int[] order = new int[10];
    for (int i = 0; i < count; i++) {
      if (i % 10 == 0) {
        shuffle(order);
      }
      images.add(drawDigit(order[i % 10]));
    }
    return images;
  }

  private void shuffle(int[] order) {
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }

  private DigitImage drawDigit(int digit) {
    List<List<Stroke>> shapes = Glyphs.shapesOf(digit);
    List<Stroke> shape = shapes.get(random.nextInt(shapes.size()));
    double radius = random.nextDouble(MIN_RADIUS, MAX_RADIUS);
    List<List<Point>> curves = write(shape);
    List<List<Point>> fitted = fit(curves, BOX - 2 * radius);
    double[] first = raster(fitted, radius);
    // The centre of mass is only known once the digit is drawn, so it is drawn twice.
    double[] centred = raster(shift(fitted, middleMinusMass(first)), radius);
    return new DigitImage(digit, withNoise(centred));
  }

  /// The strokes with every point moved a little, slanted and stretched.
  private List<List<Point>> write(List<Stroke> shape) {
    double slant = random.nextDouble(-MAX_SLANT / 2, MAX_SLANT);
    double aspect = random.nextDouble(MIN_ASPECT, MAX_ASPECT);
    List<List<Point>> curves = new ArrayList<>();
    for (Stroke stroke : shape) {
      List<Point> moved = stroke.points().stream().map(this::jitter).toList();
      List<Point> curve = new ArrayList<>();
      for (Point p : new Stroke(moved, stroke.smooth()).sample()) {
        curve.add(new Point(p.x() * aspect + slant * (0.5 - p.y()), p.y()));
      }
      curves.add(curve);
    }
    return curves;
  }

  private Point jitter(Point point) {
    return new Point(point.x() + POINT_JITTER * bell(), point.y() + POINT_JITTER * bell());
  }

  /// About normal, variance one: the sum of twelve uniform numbers needs no library function whose
  /// last bit could differ between machines.
  private double bell() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  private static List<List<Point>> fit(List<List<Point>> curves, double box) {
    double minX = Double.MAX_VALUE;
    double minY = Double.MAX_VALUE;
    double maxX = -Double.MAX_VALUE;
    double maxY = -Double.MAX_VALUE;
    for (List<Point> curve : curves) {
      for (Point p : curve) {
        minX = Math.min(minX, p.x());
        maxX = Math.max(maxX, p.x());
        minY = Math.min(minY, p.y());
        maxY = Math.max(maxY, p.y());
      }
    }
    double scale = box / Math.max(maxX - minX, maxY - minY);
    double offsetX = SIZE / 2.0 - scale * (minX + maxX) / 2;
    double offsetY = SIZE / 2.0 - scale * (minY + maxY) / 2;
    return transform(curves, scale, offsetX, offsetY);
  }

  private static List<List<Point>> shift(List<List<Point>> curves, Point by) {
    return transform(curves, 1, by.x(), by.y());
  }

  private static List<List<Point>> transform(
      List<List<Point>> curves, double scale, double offsetX, double offsetY) {
    List<List<Point>> moved = new ArrayList<>();
    for (List<Point> curve : curves) {
      moved.add(
          curve.stream()
              .map(p -> new Point(scale * p.x() + offsetX, scale * p.y() + offsetY))
              .toList());
    }
    return moved;
  }

  /// Ink of every pixel, 0 to 1: full within the pen's radius, and falling to nothing over one
  /// pixel at its edge, which is how much of the pixel a round pen covers, nearly enough.
  private static double[] raster(List<List<Point>> curves, double radius) {
    double[] ink = new double[SIZE * SIZE];
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        double distance = distance(curves, new Point(column + 0.5, row + 0.5));
        ink[row * SIZE + column] = Math.clamp(radius + 0.5 - distance, 0.0, 1.0);
      }
    }
    return ink;
  }

  private static double distance(List<List<Point>> curves, Point pixel) {
    double nearest = Double.MAX_VALUE;
    for (List<Point> curve : curves) {
      for (int i = 0; i + 1 < curve.size(); i++) {
        nearest = Math.min(nearest, pixel.distanceToLine(curve.get(i), curve.get(i + 1)));
      }
    }
    return nearest;
  }

  private static Point middleMinusMass(double[] ink) {
    double mass = 0;
    double x = 0;
    double y = 0;
    for (int i = 0; i < ink.length; i++) {
      mass += ink[i];
      int row = i / SIZE;
      x += ink[i] * (i - row * SIZE + 0.5);
      y += ink[i] * (row + 0.5);
    }
    return new Point(SIZE / 2.0 - x / mass, SIZE / 2.0 - y / mass);
  }

  /// Noise is on the paper's ink only: MNIST's background is exactly black.
  private byte[] withNoise(double[] ink) {
    byte[] pixels = new byte[ink.length];
    for (int i = 0; i < ink.length; i++) {
      double noise = ink[i] == 0 ? 0 : NOISE * bell();
      pixels[i] = (byte) Math.clamp(Math.round(255 * ink[i] + noise), 0, 255);
    }
    return pixels;
  }
}
