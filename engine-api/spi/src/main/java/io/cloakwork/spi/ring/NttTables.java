package io.cloakwork.spi.ring;

/// The negacyclic NTT of length N = 2^logN modulo q, in the contract's order.
///
/// The forward transform maps coefficients a_0 … a_{N−1} (natural order) to the values
/// a(ψ^(2·brv(i)+1)) at position i, brv the reversal of logN bits and ψ the **minimal** primitive
/// 2N-th root of unity: Microsoft SEAL's root and order. Backends keep private twiddle forms and
/// may hold values in a private order; what they download is in this one.
public final class NttTables {

  private final int logN;
  private final Modulus modulus;
  private final long root;

  private NttTables(int logN, Modulus modulus, long root) {
    this.logN = logN;
    this.modulus = modulus;
    this.root = root;
  }

  /// Finds the root for `modulus` and N = 2^logN.
  ///
  /// @throws IllegalArgumentException if q is not 1 modulo 2N
  public static NttTables of(int logN, Modulus modulus) {
    if (!modulus.supportsNtt(logN)) {
      throw new IllegalArgumentException(
          "modulus " + modulus + " is not 1 mod 2^" + (logN + 1) + ": no NTT of that length");
    }
    return new NttTables(logN, modulus, minimalRoot(logN, modulus));
  }

  private static long minimalRoot(int logN, Modulus modulus) {
    long order = 2L << logN;
    long exponent = (modulus.value() - 1) / order;
    long root = 0;
    for (long g = 2; root == 0; g++) {
      long candidate = modulus.power(g, exponent);
      // ψ^N = −1 exactly when ψ has order 2N, N being a power of two.
      if (modulus.power(candidate, order / 2) == modulus.value() - 1) {
        root = candidate;
      }
    }
    long square = modulus.multiply(root, root);
    long minimal = root;
    long current = root;
    for (long i = 1; i < order / 2; i++) {
      current = modulus.multiply(current, square);
      minimal = Math.min(minimal, current);
    }
    return minimal;
  }

  public int logN() {
    return logN;
  }

  public Modulus modulus() {
    return modulus;
  }

  /// ψ, the least primitive 2N-th root of unity.
  public long root() {
    return root;
  }

  /// ψ^brv(i) for i = 0 … N−1: the twiddles of a decimation-in-time transform whose output is
  /// bit-reversed (the block of index i at the stage with m blocks uses entry m + i).
  public long[] bitReversedPowers() {
    return bitReversedPowers(root);
  }

  /// ψ^−brv(i) for i = 0 … N−1, for the inverse transform.
  public long[] bitReversedInversePowers() {
    return bitReversedPowers(modulus.invert(root));
  }

  private long[] bitReversedPowers(long base) {
    long[] powers = new long[1 << logN];
    long power = 1;
    for (int i = 0; i < powers.length; i++) {
      powers[BitReversal.of(i, logN)] = power;
      power = modulus.multiply(power, base);
    }
    return powers;
  }

  /// N^−1 mod q, the factor of the inverse transform.
  public long inverseN() {
    return modulus.invert(modulus.reduce(1L << logN));
  }
}
