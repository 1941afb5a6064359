package io.cloakwork.ckks.encoding;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;

/// Residues modulo q_0 … q_l to the integers in (−Q/2, Q/2) that have them, as doubles: each within
/// a few units in the last place, none wrong in sign or size.
///
/// Numbers are written x = v_0 + q_0·(v_1 + q_1·(v_2 + …)) by Garner's algorithm (Knuth, TAOCP vol.
/// 2, §4.3.2) with balanced digits, |v_i| ≤ (q_i − 1)/2. As every q is odd, these reach exactly the
/// integers of (−Q/2, Q/2), so the result is centred without a look at its sign. The algorithm
/// takes v_j off and divides by q_j modulo all primes that remain; once all of those quotients are
/// zero, so are the digits to come, and a small number is proven after few steps.
///
/// Messages are far smaller than Q, mostly below q_0/2, which is tested without a division.
///
/// Thread-safe.
public final class CentredReconstruction {

  // Coefficients worked on together: with 20 limbs their 40 KiB stay in the first cache levels.
  private static final int BLOCK = 256;

  private final long[] moduli;
  private final Divisor[] divisors;
  // divisions[j][i] divides by q_j modulo q_i, for i > j.
  private final Division[][] divisions;

  public CentredReconstruction(RnsBasis basis) {
    int limbs = basis.size();
    this.moduli = basis.moduli().stream().mapToLong(Modulus::value).toArray();
    this.divisors = basis.moduli().stream().map(Divisor::by).toArray(Divisor[]::new);
    this.divisions = new Division[limbs][limbs];
    for (int j = 0; j < limbs; j++) {
      for (int i = j + 1; i < limbs; i++) {
        divisions[j][i] = Division.of(basis.get(j), basis.get(i));
      }
    }
  }

  /// Converts the polynomial whose limb i starts at `words[offset + i·N]`.
  ///
  /// @param words canonical residues
  /// @param out N results
  public void toDoubles(long[] words, int offset, double[] out) {
    // Row i is limb i of a block: residues and quotients first, then the digits v_i.
    long[][] rows = new long[moduli.length][BLOCK];
    for (int from = 0; from < out.length; from += BLOCK) {
      int length = Math.min(BLOCK, out.length - from);
      int count = 1;
      if (!hasOneDigit(words, offset + from, out.length, length, rows[0])) {
        for (int i = 0; i < rows.length; i++) {
          System.arraycopy(words, offset + from + i * out.length, rows[i], 0, length);
        }
        count = digits(rows, length);
      }
      sum(rows, count, length, out, from);
    }
  }

  /// Sets `digits` to v_0 and tells whether these are the numbers themselves, all of them.
  private boolean hasOneDigit(long[] words, int at, int stride, int length, long[] digits) {
    System.arraycopy(words, at, digits, 0, length);
    centre(digits, length, moduli[0]);
    for (int i = 1; i < moduli.length; i++) {
      if (!divisors[i].dividesDifferences(digits, words, at + i * stride, length)) {
        return false;
      }
    }
    return true;
  }

  /// Turns residues into digits and returns how many a number has at most; rows from there on are
  /// zero.
  private int digits(long[][] rows, int length) {
    for (int j = 0; j < rows.length; j++) {
      centre(rows[j], length, moduli[j]);
      long remaining = 0;
      for (int i = j + 1; i < rows.length; i++) {
        remaining |= divisions[j][i].apply(rows[i], rows[j], length);
      }
      if (remaining == 0) {
        return j + 1;
      }
    }
    return rows.length;
  }

  private static void centre(long[] residues, int length, long q) {
    long half = q >>> 1;
    for (int t = 0; t < length; t++) {
      long x = residues[t];
      residues[t] = x - (((half - x) >> 63) & q);
    }
  }

  /// Horner's rule from the top digit. As |v_i| < q_i/2, a digit takes at most half of a sum away,
  /// and that much only of s·q_i with |s| = 1, which has no error yet to be doubled.
  private void sum(long[][] rows, int count, int length, double[] out, int from) {
    long[] top = rows[count - 1];
    for (int t = 0; t < length; t++) {
      out[from + t] = top[t];
    }
    for (int i = count - 2; i >= 0; i--) {
      long[] row = rows[i];
      double q = moduli[i];
      for (int t = 0; t < length; t++) {
        out[from + t] = Math.fma(out[from + t], q, row[t]);
      }
    }
  }

  /// Tells multiples of an odd q of k bits from other d with |d| < 2^62 by one product with q^−1
  /// modulo 2^64 (Granlund and Montgomery, PLDI 1994, §9).
  ///
  /// A multiple d = t·q has |t| < 2^(63−k), as 2^(63−k)·q ≥ 2^62. Conversely, if t = d·q^−1 mod
  /// 2^64 lies in [−2^(63−k), 2^(63−k)), then t·q does not leave a signed word and, being congruent
  /// to d modulo 2^64, is d.
  ///
  /// @param inverse q^−1 modulo 2^64
  /// @param bound 2^(63−k)
  /// @param shift 64 − k
  private record Divisor(long inverse, long bound, int shift) {

    static Divisor by(Modulus modulus) {
      long q = modulus.value();
      // q·q ≡ 1 mod 8, and each of Newton's steps doubles the 3 bits that are right.
      long inverse = q;
      for (int right = 3; right < Long.SIZE; right *= 2) {
        inverse *= 2 - q * inverse;
      }
      int bits = modulus.bits();
      return new Divisor(inverse, 1L << (63 - bits), 64 - bits);
    }

    /// Whether q divides x − y for each digit x, |x| < 2^60, and the residue y in its place.
    boolean dividesDifferences(long[] digits, long[] residues, int at, int length) {
      long outside = 0;
      for (int t = 0; t < length; t++) {
        outside |= ((digits[t] - residues[at + t]) * inverse + bound) >>> shift;
      }
      return outside == 0;
    }
  }

  /// Division by one prime modulo another q, by a factor with precomputed quotient (Harvey, "Faster
  /// arithmetic for number-theoretic transforms", 2014, §3).
  ///
  /// @param factor the prime's inverse w modulo q
  /// @param quotient floor(w·2^64 / q), unsigned
  /// @param offset a multiple of q, no less than any digit that is subtracted
  private record Division(long q, long factor, long quotient, long offset) {

    static Division of(Modulus divisor, Modulus modulus) {
      long q = modulus.value();
      long factor = modulus.invert(modulus.reduce(divisor.value()));
      long quotient =
          BigInteger.valueOf(factor).shiftLeft(Long.SIZE).divide(BigInteger.valueOf(q)).longValue();
      return new Division(q, factor, quotient, Math.ceilDiv(divisor.value() >>> 1, q) * q);
    }

    /// Replaces each residue x by (x − v)/q_j modulo q, in [0, q), and returns the bitwise OR of
    /// the results.
    long apply(long[] residues, long[] digits, int length) {
      long any = 0;
      for (int t = 0; t < length; t++) {
        // In [0, 2^63): x < 2^61, |v| < 2^60 and the offset is below 2^60 + 2^61.
        long difference = residues[t] - digits[t] + offset;
        long estimate = Math.unsignedMultiplyHigh(difference, quotient);
        long result = difference * factor - estimate * q - q; // in [−q, q)
        result += (result >> 63) & q;
        residues[t] = result;
        any |= result;
      }
      return any;
    }
  }
}
