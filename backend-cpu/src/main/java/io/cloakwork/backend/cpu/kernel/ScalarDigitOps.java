package io.cloakwork.backend.cpu.kernel;

import java.util.Arrays;

/// Scalar twins of the kernels of linear combinations.
final class ScalarDigitOps extends DigitOps {

  /// Every product and sum is exact, so neither an FMA nor the order of the terms matters.
  @Override
  void sums(
      int rows,
      double[] scratch,
      int panel,
      int width,
      int[] at,
      int first,
      int last,
      double[] weights,
      int weight,
      int sums) {
    for (int r = 0; r < rows; r++) {
      int out = sums + r * width;
      Arrays.fill(scratch, out, out + width, 0);
      for (int k = first; k < last; k++) {
        int column = panel + at[k];
        double w = weights[weight + (k - first) * rows + r];
        for (int i = 0; i < width; i++) {
          scratch[out + i] += w * scratch[column + i];
        }
      }
    }
  }

  @Override
  void split(double[] in, int io, int count, double splitter, double[] scratch, int digits) {
    for (int i = 0; i < count; i++) {
      double a = in[io + i];
      double high = a + splitter - splitter;
      scratch[digits + i] = a - high;
      scratch[digits + count + i] = high;
    }
  }

  @Override
  void joinFirst(
      FastModulus m,
      int digits,
      double[] scratch,
      int sums,
      int count,
      double offset,
      double[] out,
      int oo) {
    for (int i = 0; i < count; i++) {
      double sum = joined(m, digits, scratch, sums + i, count);
      out[oo + i] = BalancedMath.reduce(sum + offset, m.q(), m.inverseQ());
    }
  }

  @Override
  void joinNext(
      FastModulus m,
      int digits,
      double[] scratch,
      int sums,
      int count,
      double factor,
      double offset,
      double[] out,
      int oo) {
    double overQ = factor / m.q();
    for (int i = 0; i < count; i++) {
      double sum = joined(m, digits, scratch, sums + i, count);
      double before = BalancedMath.multiply(out[oo + i], factor, overQ, m.q());
      out[oo + i] = BalancedMath.reduce(sum + offset + before, m.q(), m.inverseQ());
    }
  }

  @Override
  void splitWords(long[] in, int io, int count, double[] scratch, int digits) {
    for (int i = 0; i < count; i++) {
      long word = in[io + i] + WordDigits.BIAS;
      scratch[digits + i] = (word & WordDigits.MASK) - WordDigits.HALF;
      scratch[digits + count + i] = (word >>> WordDigits.BITS & WordDigits.MASK) - WordDigits.HALF;
      scratch[digits + 2 * count + i] = (word >>> WordDigits.TOP_SHIFT) - WordDigits.TOP_HALF;
    }
  }

  @Override
  void joinWordsFirst(
      WideModulus m, double[] scratch, int sums, int count, long offset, long[] out, int oo) {
    for (int i = 0; i < count; i++) {
      out[oo + i] = canonical(joined(m, scratch, sums + i, count) + offset, m.q());
    }
  }

  @Override
  void joinWordsNext(
      WideModulus m,
      double[] scratch,
      int sums,
      int count,
      long factor,
      long quotient,
      long offset,
      long[] out,
      int oo) {
    for (int i = 0; i < count; i++) {
      long before = Shoup.multiplyLazy(out[oo + i], factor, quotient, m.q());
      long sum = WordMath.once(joined(m, scratch, sums + i, count), 2 * m.q());
      out[oo + i] = canonical(WordMath.once(sum + before, 2 * m.q()) + offset, m.q());
    }
  }

  /// The sums of a word's digits as one residue, in \[0, 2q + 2^42). What two digits do not hold is
  /// carried upwards, so that one product does for all three.
  private static long joined(WideModulus m, double[] scratch, int at, int count) {
    long low = (long) scratch[at];
    long middle = (long) scratch[at + count] + (low >> WordDigits.BITS);
    long high = (long) scratch[at + 2 * count] + (middle >> WordDigits.BITS);
    long rest = (middle & WordDigits.MASK) << WordDigits.BITS | low & WordDigits.MASK;
    return Shoup.multiplyLazy(high + m.lift(), m.radix(), m.radixQuotient(), m.q()) + rest;
  }

  /// From \[0, 4q): a sum and an offset are less, because wide primes are larger than 2^42.
  private static long canonical(long word, long q) {
    return WordMath.once(WordMath.once(word, 2 * q), q);
  }

  private static double joined(FastModulus m, int digits, double[] scratch, int at, int count) {
    double low = BalancedMath.reduce(scratch[at], m.q(), m.inverseQ());
    return digits == 1 ? low : low + BalancedMath.reduce(scratch[at + count], m.q(), m.inverseQ());
  }
}
