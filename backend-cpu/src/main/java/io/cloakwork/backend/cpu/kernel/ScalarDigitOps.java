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

  private static double joined(FastModulus m, int digits, double[] scratch, int at, int count) {
    double low = BalancedMath.reduce(scratch[at], m.q(), m.inverseQ());
    return digits == 1 ? low : low + BalancedMath.reduce(scratch[at + count], m.q(), m.inverseQ());
  }
}
