package io.cloakwork.cli.digits;

import static io.cloakwork.cli.digits.Stroke.curve;
import static io.cloakwork.cli.digits.Stroke.lines;

import java.util.List;

/// How a hand writes each digit: one or more shapes a digit, each a few strokes.
final class Glyphs {

  private Glyphs() {}

  /// The shapes of `digit`, 0 to 9.
  static List<List<Stroke>> shapesOf(int digit) {
    return switch (digit) {
      case 0 -> zero();
      case 1 -> one();
      case 2 -> two();
      case 3 -> three();
      case 4 -> four();
      case 5 -> five();
      case 6 -> six();
      case 7 -> seven();
      case 8 -> eight();
      case 9 -> nine();
      default -> throw new IllegalArgumentException(digit + " is not a decimal digit");
    };
  }

  private static List<List<Stroke>> zero() {
    return List.of(
        List.of(
            curve(
                0.52, 0.00, 0.22, 0.12, 0.08, 0.45, 0.16, 0.82, 0.45, 1.00, 0.76, 0.85, 0.90, 0.50,
                0.80, 0.14, 0.50, 0.00)),
        List.of(
            curve(
                0.60, 0.02, 0.28, 0.14, 0.14, 0.50, 0.24, 0.88, 0.50, 1.00, 0.74, 0.86, 0.86, 0.48,
                0.74, 0.12, 0.56, 0.01)));
  }

  private static List<List<Stroke>> one() {
    return List.of(
        List.of(lines(0.50, 0.00, 0.50, 1.00)), List.of(curve(0.53, 0.00, 0.51, 0.50, 0.48, 1.00)));
  }

  private static List<List<Stroke>> two() {
    return List.of(
        List.of(
            curve(
                0.14, 0.24, 0.28, 0.06, 0.52, 0.00, 0.76, 0.10, 0.80, 0.32, 0.62, 0.60, 0.36, 0.84,
                0.12, 1.00),
            curve(0.12, 1.00, 0.40, 0.94, 0.66, 0.96, 0.95, 0.94)),
        List.of(
            curve(
                0.16, 0.20, 0.36, 0.03, 0.64, 0.03, 0.80, 0.22, 0.72, 0.48, 0.46, 0.76, 0.22, 0.94,
                0.12, 0.86, 0.26, 0.76, 0.50, 0.88, 0.72, 0.98, 0.94, 0.92)));
  }

  private static List<List<Stroke>> three() {
    return List.of(
        List.of(
            curve(0.16, 0.12, 0.40, 0.00, 0.70, 0.06, 0.78, 0.24, 0.64, 0.42, 0.40, 0.48),
            curve(0.40, 0.48, 0.70, 0.54, 0.84, 0.74, 0.72, 0.94, 0.42, 1.00, 0.12, 0.90)));
  }

  private static List<List<Stroke>> four() {
    return List.of(
        List.of(
            curve(0.20, 0.02, 0.14, 0.30, 0.12, 0.50, 0.34, 0.56, 0.62, 0.53, 0.82, 0.48),
            curve(0.78, 0.00, 0.74, 0.40, 0.70, 1.00)),
        List.of(lines(0.24, 0.04, 0.12, 0.54, 0.88, 0.52), lines(0.74, 0.02, 0.68, 1.00)));
  }

  private static List<List<Stroke>> five() {
    return List.of(
        List.of(
            lines(0.86, 0.02, 0.30, 0.04),
            lines(0.30, 0.04, 0.22, 0.42),
            curve(
                0.22, 0.42, 0.50, 0.38, 0.76, 0.52, 0.80, 0.74, 0.62, 0.94, 0.34, 1.00, 0.10,
                0.90)));
  }

  private static List<List<Stroke>> six() {
    return List.of(
        List.of(
            curve(
                0.66, 0.00, 0.38, 0.20, 0.20, 0.50, 0.18, 0.80, 0.40, 1.00, 0.70, 0.92, 0.78, 0.70,
                0.60, 0.55, 0.36, 0.62, 0.20, 0.80)));
  }

  private static List<List<Stroke>> seven() {
    return List.of(
        List.of(
            curve(0.10, 0.08, 0.40, 0.06, 0.70, 0.05, 0.86, 0.04),
            curve(0.86, 0.04, 0.68, 0.36, 0.54, 0.66, 0.46, 1.00)),
        List.of(
            lines(0.10, 0.14, 0.84, 0.04), curve(0.84, 0.04, 0.70, 0.40, 0.56, 0.72, 0.50, 1.00)));
  }

  private static List<List<Stroke>> eight() {
    return List.of(
        List.of(
            curve(
                0.76, 0.12, 0.50, 0.00, 0.26, 0.12, 0.28, 0.32, 0.52, 0.48, 0.74, 0.68, 0.72, 0.92,
                0.46, 1.00, 0.24, 0.88, 0.28, 0.66, 0.52, 0.48, 0.76, 0.30, 0.78, 0.12)));
  }

  private static List<List<Stroke>> nine() {
    return List.of(
        List.of(
            curve(
                0.78, 0.12, 0.52, 0.00, 0.26, 0.12, 0.20, 0.34, 0.40, 0.48, 0.64, 0.38, 0.78, 0.14),
            curve(0.78, 0.14, 0.74, 0.45, 0.68, 0.72, 0.60, 1.00)));
  }
}
