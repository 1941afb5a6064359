package io.cloakwork.backend.cpu.kernel;

/// Modular arithmetic on canonical words, q < 2^61.
final class WordMath {

  private WordMath() {}

  static long add(long a, long b, long q) {
    long sum = a + b;
    return sum >= q ? sum - q : sum;
  }

  static long subtract(long a, long b, long q) {
    long difference = a - b;
    return difference < 0 ? difference + q : difference;
  }

  /// a − bound if that is not negative, else a, for a in \[0, 2^63). Computed without a branch,
  /// which for random words would be foretold wrongly every other time.
  static long once(long a, long bound) {
    long difference = a - bound;
    return difference + (bound & difference >> 63);
  }

  /// a·b by Barrett reduction (Handbook of Applied Cryptography, algorithm 14.42).
  static long multiply(long a, long b, WideTables t) {
    long low = a * b;
    long top = Math.multiplyHigh(a, b) << (65 - t.bits) | low >>> (t.bits - 1);
    // The quotient is at most two too small.
    long r = low - Math.unsignedMultiplyHigh(top, t.barrett) * t.q;
    r = r >= 2 * t.q ? r - 2 * t.q : r;
    return r >= t.q ? r - t.q : r;
  }

  /// high·2^64 + low, both unsigned, modulo q: two products by constants.
  static long reduceWide(long high, long low, WideTables t) {
    long r =
        Shoup.multiplyLazy(high, t.wordRadix, t.wordRadixQuotient, t.q)
            + Shoup.multiplyLazy(low, 1, t.oneQuotient, t.q);
    r = r >= 2 * t.q ? r - 2 * t.q : r;
    return r >= t.q ? r - t.q : r;
  }
}
