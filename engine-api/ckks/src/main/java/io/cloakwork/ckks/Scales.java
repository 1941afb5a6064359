package io.cloakwork.ckks;

/// Rules about scales. A scale is tracked exactly as a double; it drifts from powers of two because
/// rescaling divides by primes.
public final class Scales {

  /// Two scales match when they differ by less than this, relatively: the error that adding such
  /// operands brings is below that of the encoding.
  public static final double TOLERANCE = 0x1p-40;

  private Scales() {}

  /// Whether the two scales differ by less than [#TOLERANCE], relatively.
  public static boolean match(double a, double b) {
    return Math.abs(a - b) < TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
  }

  /// Checks that the scales of two operands match; `operation` names what needs them to.
  ///
  /// @throws ScaleMismatchException with both as powers of two
  public static void requireMatch(String operation, double a, double b) {
    if (!match(a, b)) {
      throw new ScaleMismatchException(
          "%s: scale mismatch: %s and %s".formatted(operation, format(a), format(b)));
    }
  }

  /// Checks that `scale` is a positive, finite number.
  ///
  /// @throws ScaleMismatchException if not
  public static void requireValid(double scale) {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new ScaleMismatchException("scale %s is not a positive number".formatted(scale));
    }
  }

  /// The scale after division by the last prime of `level`.
  public static double afterRescale(Parameters parameters, int level, double scale) {
    return scale / parameters.chain().chainQ().get(level).value();
  }

  /// The scale as a power of two; with more digits where two decimals would hide a mismatch.
  public static String format(double scale) {
    double log = log2(scale);
    String brief = "2^%.2f".formatted(log);
    boolean faithful = match(scale, Math.pow(2, Math.round(log * 100) / 100.0));
    return faithful ? brief : "2^%.9f".formatted(log);
  }

  /// log2 of a positive number.
  public static double log2(double x) {
    return StrictMath.log(x) / StrictMath.log(2);
  }
}
