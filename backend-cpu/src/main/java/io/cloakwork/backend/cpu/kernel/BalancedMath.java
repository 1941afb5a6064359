package io.cloakwork.backend.cpu.kernel;

/// Exact modular arithmetic on integers held as doubles, q < 2^50.
///
/// A quotient is rounded to an integer by adding and subtracting 1.5·2^52; the remainder is then
/// exact, because the rounding error of a product and the difference of the two large products are
/// representable (Dekker's and Ogita–Rump–Oishi's error-free transformations, with FMA). The
/// quotient may be off by a fraction, so a remainder passes q/2 slightly: by |a|·2^−55·q for a
/// prepared factor, by |a·b/q|·2^−52 without.
final class BalancedMath {

  /// Adding and subtracting it rounds a double of at most 2^51 in magnitude to an integer.
  static final double ROUND = 0x1.8p52;

  /// The same for even integers of at most 2^52.
  static final double ROUND_EVEN = 0x1.8p53;

  /// Sums of products on this grid are exact up to 2^102: every sum is a multiple of 2^51.
  static final double GRID = 0x1.8p103;

  private BalancedMath() {}

  /// a·w mod q with wOverQ = w/q, for |a·w/q| ≤ 2^51.
  static double multiply(double a, double w, double wOverQ, double q) {
    double quotient = Math.fma(a, wOverQ, ROUND) - ROUND;
    double negatedProduct = a * -w;
    double low = Math.fma(a, w, negatedProduct);
    double high = Math.fma(quotient, q, negatedProduct);
    return low - high;
  }

  /// a·b mod q for |a·b/q| ≤ 2^51.
  static double multiplyUnprepared(double a, double b, double q, double inverseQ) {
    double negatedProduct = a * -b;
    double quotient = Math.fma(negatedProduct, -inverseQ, ROUND) - ROUND;
    double low = Math.fma(a, b, negatedProduct);
    double high = Math.fma(quotient, q, negatedProduct);
    return low - high;
  }

  /// a mod q for |a| ≤ 2^53. Result within ±q/2.
  static double reduce(double a, double q, double inverseQ) {
    double quotient = Math.fma(a, inverseQ, ROUND) - ROUND;
    return Math.fma(quotient, -q, a);
  }

  /// The result of a sum of products, high − GRID + low: both parts are reduced before they meet,
  /// so that neither passes 2^53.
  static double reduceSum(double high, double low, double q, double inverseQ) {
    double grid = high - GRID;
    double quotient = Math.fma(grid, inverseQ, ROUND_EVEN) - ROUND_EVEN;
    return Math.fma(quotient, -q, grid) + reduce(low, q, inverseQ);
  }

  /// r + q for negative r, else r: \[0, q) for |r| < q.
  static double canonical(double r, double q) {
    return r < 0 ? r + q : r;
  }
}
