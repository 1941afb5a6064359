package io.cloakwork.backend.cpu.kernel;

/// Products by a constant w known beforehand (Shoup's method; Harvey, "Faster arithmetic for
/// number-theoretic transforms", 2014, §2): with w' = floor(w·2^64/q), the word a·w −
/// floor(a·w'/2^64)·q is a·w mod q, plus q at most.
final class Shoup {

  private Shoup() {}

  /// floor(w·2^64/q) for w in \[0, q), q < 2^63, by long division: no table or object is needed.
  static long quotient(long w, long q) {
    long quotient = 0;
    long remainder = w;
    for (int bit = 0; bit < Long.SIZE; bit++) {
      remainder <<= 1;
      quotient <<= 1;
      if (remainder >= q) {
        remainder -= q;
        quotient |= 1;
      }
    }
    return quotient;
  }

  /// a·w modulo q for any unsigned word a. Result in \[0, 2q).
  static long multiplyLazy(long a, long w, long quotient, long q) {
    return a * w - Math.unsignedMultiplyHigh(a, quotient) * q;
  }

  /// a·w modulo q for any unsigned word a. Result in \[0, q).
  static long multiply(long a, long w, long quotient, long q) {
    long r = multiplyLazy(a, w, quotient, q);
    return r >= q ? r - q : r;
  }
}
