package io.cloakwork.backend.cpu.kernel;

/// The transforms of the wide lane with Harvey's lazy butterflies: words stay in \[0, 4q) going
/// forward and in \[0, 2q) going back, and become canonical at the end.
final class ScalarWideNtt {

  private ScalarWideNtt() {}

  /// Transforms a row in place.
  static void forward(WideTables t, long[] x, int xo) {
    NttPlan plan = t.plan;
    int columns = plan.degree() >> plan.logLanes();
    for (int blocks = 1; blocks < columns; blocks *= 2) {
      forwardStage(t, x, xo, blocks);
    }
    if (plan.logLanes() > 0) {
      transpose(plan, x, xo);
      forwardLaneStages(t, x, xo);
    }
    for (int i = xo; i < xo + plan.degree(); i++) {
      x[i] = WordMath.once(WordMath.once(x[i], 2 * t.q), t.q);
    }
  }

  private static void forwardStage(WideTables t, long[] x, int xo, int blocks) {
    int half = t.plan.degree() / (2 * blocks);
    for (int block = 0; block < blocks; block++) {
      long w = t.forward.head[blocks + block];
      long quotient = t.forward.headQuotient[blocks + block];
      int start = xo + 2 * half * block;
      for (int j = start; j < start + half; j++) {
        forwardButterfly(x, j, j + half, w, quotient, t.q);
      }
    }
  }

  private static void forwardLaneStages(WideTables t, long[] x, int xo) {
    int lanes = 1 << t.plan.logLanes();
    for (int block = 0; block < t.plan.degree() / (lanes * lanes); block++) {
      int start = xo + block * lanes * lanes;
      int twiddle = block * lanes * (lanes - 1);
      for (int half = lanes / 2; half >= 1; half /= 2) {
        for (int row = 0; row < lanes; row += 2 * half, twiddle += lanes) {
          for (int j = start + lanes * row; j < start + lanes * (row + half); j++) {
            int lane = twiddle + (j - start) % lanes;
            long w = t.forward.tail[lane];
            forwardButterfly(x, j, j + lanes * half, w, t.forward.tailQuotient[lane], t.q);
          }
        }
      }
    }
  }

  private static void forwardButterfly(long[] x, int i, int j, long w, long quotient, long q) {
    long u = WordMath.once(x[i], 2 * q);
    long v = Shoup.multiplyLazy(x[j], w, quotient, q);
    x[i] = u + v;
    x[j] = u - v + 2 * q;
  }

  /// Transforms a row back in place, scaled by N^−1.
  static void inverse(WideTables t, long[] x, int xo) {
    NttPlan plan = t.plan;
    if (plan.logLanes() > 0) {
      inverseLaneStages(t, x, xo);
      transpose(plan, x, xo);
    }
    for (int blocks = (plan.degree() >> plan.logLanes()) / 2; blocks >= 1; blocks /= 2) {
      inverseStage(t, x, xo, blocks);
    }
    for (int i = xo; i < xo + plan.degree(); i++) {
      x[i] = Shoup.multiply(x[i], t.scale, t.scaleQuotient, t.q);
    }
  }

  private static void inverseStage(WideTables t, long[] x, int xo, int blocks) {
    int half = t.plan.degree() / (2 * blocks);
    for (int block = 0; block < blocks; block++) {
      long w = t.inverse.head[blocks + block];
      long quotient = t.inverse.headQuotient[blocks + block];
      int start = xo + 2 * half * block;
      for (int j = start; j < start + half; j++) {
        inverseButterfly(x, j, j + half, w, quotient, t.q);
      }
    }
  }

  private static void inverseLaneStages(WideTables t, long[] x, int xo) {
    int lanes = 1 << t.plan.logLanes();
    for (int block = 0; block < t.plan.degree() / (lanes * lanes); block++) {
      int start = xo + block * lanes * lanes;
      int tail = block * lanes * (lanes - 1);
      for (int half = 1; half < lanes; half *= 2) {
        int twiddle = tail + (lanes / (2 * half) - 1) * lanes;
        for (int row = 0; row < lanes; row += 2 * half, twiddle += lanes) {
          for (int j = start + lanes * row; j < start + lanes * (row + half); j++) {
            int lane = twiddle + (j - start) % lanes;
            long w = t.inverse.tail[lane];
            inverseButterfly(x, j, j + lanes * half, w, t.inverse.tailQuotient[lane], t.q);
          }
        }
      }
    }
  }

  private static void inverseButterfly(long[] x, int i, int j, long w, long quotient, long q) {
    long sum = x[i] + x[j];
    long difference = x[i] - x[j] + 2 * q;
    x[i] = WordMath.once(sum, 2 * q);
    x[j] = Shoup.multiplyLazy(difference, w, quotient, q);
  }

  private static void transpose(NttPlan plan, long[] x, int xo) {
    int lanes = 1 << plan.logLanes();
    for (int start = xo; start < xo + plan.degree(); start += lanes * lanes) {
      for (int row = 1; row < lanes; row++) {
        for (int column = 0; column < row; column++) {
          int i = start + lanes * row + column;
          int j = start + lanes * column + row;
          long value = x[i];
          x[i] = x[j];
          x[j] = value;
        }
      }
    }
  }
}
