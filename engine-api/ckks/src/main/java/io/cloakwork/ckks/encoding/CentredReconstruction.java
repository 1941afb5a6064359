package io.cloakwork.ckks.encoding;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;

/// Residues modulo q_0 … q_l to the integers in (−Q/2, Q/2) that have them, as doubles: each within
/// a few units in the last place, none wrong in sign or size.
///
/// Digits of the mixed-radix form x = v_0 + q_0·(v_1 + q_1·(v_2 + …)) come from Garner's algorithm
/// (Knuth, TAOCP vol. 2, §4.3.2). As every q is odd, (Q−1)/2 has the digits (q_i − 1)/2, so the
/// sign is a comparison from the top digit; Q − 1 − x has the digits q_i − 1 − v_i, so a negative
/// number is converted without cancellation. Messages are far smaller than Q, so two digits are
/// tried first and checked against the other residues, which proves them.
///
/// Thread-safe.
public final class CentredReconstruction {

  private static final int FIRST_TRY = 2;

  private final Modulus[] moduli;
  // inverses[i][j] = q_j^−1 mod q_i for j < i.
  private final long[][] inverses;
  // radix[k][i] = q_0 … q_{k−1} mod q_i.
  private final long[][] radix;

  public CentredReconstruction(RnsBasis basis) {
    int limbs = basis.size();
    this.moduli = basis.moduli().toArray(Modulus[]::new);
    this.inverses = new long[limbs][limbs];
    this.radix = new long[limbs + 1][limbs];
    for (int i = 0; i < limbs; i++) {
      radix[0][i] = 1;
      for (int j = 0; j < limbs; j++) {
        long q = moduli[i].reduce(moduli[j].value());
        radix[j + 1][i] = moduli[i].multiply(radix[j][i], q);
        if (j < i) {
          inverses[i][j] = moduli[i].invert(q);
        }
      }
    }
  }

  /// Converts the polynomial whose limb i starts at `words[offset + i·N]`.
  ///
  /// @param out N results
  public void toDoubles(long[] words, int offset, double[] out) {
    long[] digits = new long[moduli.length];
    int degree = out.length;
    for (int j = 0; j < degree; j++) {
      out[j] = one(words, offset + j, degree, digits);
    }
  }

  private double one(long[] words, int at, int stride, long[] digits) {
    int count = Math.min(FIRST_TRY, moduli.length);
    garner(words, at, stride, digits, 0, count);
    if (count < moduli.length && !explainsAll(words, at, stride, digits, count)) {
      garner(words, at, stride, digits, count, moduli.length);
      count = moduli.length;
    }
    return isNegative(digits, count) ? -negated(digits, count) : plain(digits, count);
  }

  /// Digits [from, to); those below `from` are there.
  private void garner(long[] words, int at, int stride, long[] digits, int from, int to) {
    for (int i = from; i < to; i++) {
      Modulus modulus = moduli[i];
      long x = words[at + i * stride];
      for (int j = 0; j < i; j++) {
        long difference = modulus.subtract(x, modulus.reduce(digits[j]));
        x = modulus.multiply(difference, inverses[i][j]);
      }
      digits[i] = x;
    }
  }

  /// Whether the centred number of the first `count` digits has the other residues too.
  private boolean explainsAll(long[] words, int at, int stride, long[] digits, int count) {
    boolean negative = isNegative(digits, count);
    for (int i = count; i < moduli.length; i++) {
      Modulus modulus = moduli[i];
      long residue = negative ? modulus.negate(radix[count][i]) : 0;
      for (int k = 0; k < count; k++) {
        long term = modulus.multiply(modulus.reduce(digits[k]), radix[k][i]);
        residue = modulus.add(residue, term);
      }
      if (residue != words[at + i * stride]) {
        return false;
      }
    }
    return true;
  }

  private boolean isNegative(long[] digits, int count) {
    for (int i = count - 1; i >= 0; i--) {
      long half = moduli[i].value() >>> 1;
      if (digits[i] != half) {
        return digits[i] > half;
      }
    }
    return false;
  }

  private double plain(long[] digits, int count) {
    double x = 0;
    for (int i = count - 1; i >= 0; i--) {
      x = x * moduli[i].value() + digits[i];
    }
    return x;
  }

  /// q_0 ⋯ q_{count−1} − x.
  private double negated(long[] digits, int count) {
    double x = 0;
    for (int i = count - 1; i >= 1; i--) {
      x = x * moduli[i].value() + (moduli[i].value() - 1 - digits[i]);
    }
    return x * moduli[0].value() + (moduli[0].value() - digits[0]);
  }
}
