package io.cloakwork.backend.tornado.kernels;

/// Arithmetic modulo a prime q with 2 < q < 2^31 in signed 64-bit words. No intermediate value
/// leaves (−2^63, 2^63), and nothing here branches.
///
/// A factor that is known beforehand is held centred, |w| < q/2, with its Shoup quotient w′, the
/// integer nearest to w·2^32/q, so |w′| < 2^31. Signs double the reach of a word: where unsigned
/// words need q < 2^30 for Harvey's lazy butterflies (J. Symb. Comp. 60 (2014), §3), signed ones do
/// with q < 2^31, at the same one correction a butterfly.
public final class Residues {

  /// The widest prime.
  public static final int MAX_BITS = 31;

  private static final int SHOUP_BITS = 32;
  private static final long SHOUP_HALF = 1L << (SHOUP_BITS - 1);
  private static final int SIGN = Long.SIZE - 1;

  private Residues() {}

  /// x + q if x is negative, else x.
  public static long addIfNegative(long x, long q) {
    return x + (q & (x >> SIGN));
  }

  /// The residue in [0, q) of x in (−2q, 2q).
  public static long canonical(long x, long q) {
    return addIfNegative(addIfNegative(x, 2 * q) - q, q);
  }

  /// A residue in [−q, q] of x in [−2q, 2q].
  public static long fold(long x, long q) {
    return x - q + (2 * q & (x >> SIGN));
  }

  /// a + b for a, b in [0, q).
  public static long add(long a, long b, long q) {
    return addIfNegative(a + b - q, q);
  }

  /// a − b for a, b in [0, q).
  public static long subtract(long a, long b, long q) {
    return addIfNegative(a - b, q);
  }

  /// a·b + c for a, b, c in [0, q), by Barrett's reduction (Handbook of Applied Cryptography,
  /// algorithm 14.42) with k the bits of q and `barrett` = ⌊2^2k / q⌋.
  public static long multiplyAdd(long a, long b, long c, long q, long barrett, int bits) {
    // z ≤ q(q − 1) < 2^2k, so the product with `barrett` is at most q·2^(k+1) < 2^63.
    long z = a * b + c;
    long quotient = ((z >> (bits - 1)) * barrett) >> (bits + 1);
    // The quotient is at most two too small.
    long remainder = z - quotient * q;
    return addIfNegative(addIfNegative(remainder - q, q) - q, q);
  }

  /// A residue in (−q, q) of w·y for |y| ≤ 2q, w centred and `shoup` its quotient.
  ///
  /// The quotient that is subtracted is at most |y|/2^33 + 1/2 < 1 away from w·y/q, because |y| ≤
  /// 2q ≤ 2^32 − 2. The product with `shoup` is below 2^63 − 2^32, which leaves room for the half.
  public static long multiplyLazy(long y, long w, long shoup, long q) {
    return w * y - ((shoup * y + SHOUP_HALF) >> SHOUP_BITS) * q;
  }
}
