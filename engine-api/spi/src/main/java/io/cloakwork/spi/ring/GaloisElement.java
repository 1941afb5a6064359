package io.cloakwork.spi.ring;

/// The automorphism X → X^g of Z[X]/(X^N+1), g odd in [1, 2N).
///
/// @param logN log2 of the ring degree
/// @param value g
public record GaloisElement(int logN, int value) {

  public GaloisElement {
    if (logN < 1 || logN > 28) {
      throw new IllegalArgumentException("logN " + logN + " is not in [1, 28]");
    }
    if (value < 1 || value >= 2 << logN || (value & 1) == 0) {
      throw new IllegalArgumentException(
          "Galois element " + value + " is not an odd number in [1, 2^" + (logN + 1) + ")");
    }
  }

  /// The element that rotates slots left by `steps` (negative: right): generator^steps mod 2N. The
  /// generator is 5 by default, 3 for SEAL interchange; it has order N/2.
  public static GaloisElement rotation(int logN, int generator, int steps) {
    int mask = (2 << logN) - 1;
    int exponent = Math.floorMod(steps, 1 << (logN - 1));
    int result = 1;
    int square = generator;
    for (int e = exponent; e != 0; e >>>= 1) {
      if ((e & 1) != 0) {
        result = (result * square) & mask;
      }
      square = (square * square) & mask;
    }
    return new GaloisElement(logN, result);
  }

  /// The element 2N − 1, which conjugates every slot.
  public static GaloisElement conjugation(int logN) {
    return new GaloisElement(logN, (2 << logN) - 1);
  }

  /// The element that undoes this one.
  public GaloisElement inverse() {
    // The group has order N and exponent N/2, so g^(N/2 − 1) = g^−1.
    int mask = (2 << logN) - 1;
    int result = 1;
    for (int i = 0; i < logN - 1; i++) {
      result = (result * result) & mask;
      result = (result * value) & mask;
    }
    return new GaloisElement(logN, logN == 1 ? value : result);
  }

  /// Where the value at position `i` of the transformed polynomial comes from, in the contract's
  /// NTT order: out[i] = in[evalSource(i)].
  public int evalSource(int i) {
    int mask = (2 << logN) - 1;
    int exponent = (2 * BitReversal.of(i, logN) + 1) * value & mask;
    return BitReversal.of((exponent - 1) >>> 1, logN);
  }

  /// Where coefficient `i` goes: the low logN bits are the target index; the result is ≥ N exactly
  /// when the coefficient is negated on the way (X^N = −1).
  public int coeffTarget(int i) {
    return i * value & ((2 << logN) - 1);
  }

  @Override
  public String toString() {
    return "X^" + value;
  }
}
