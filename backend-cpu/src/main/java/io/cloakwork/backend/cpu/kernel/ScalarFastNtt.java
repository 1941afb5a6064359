package io.cloakwork.backend.cpu.kernel;

/// The transforms of the fast lane, one stage after the other: what the vector passes do, written
/// plainly. Cooley–Tukey forward, Gentleman–Sande back.
final class ScalarFastNtt {

  private ScalarFastNtt() {}

  /// Transforms a row in place.
  static void forward(FastTables t, double[] x, int xo) {
    NttPlan plan = t.plan;
    int blocks = 1;
    for (int pass = 0; pass < plan.passes(); pass++) {
      for (int stage = 1; stage <= plan.stages(pass); stage++, blocks *= 2) {
        forwardStage(t, x, xo, blocks, plan.reduces(pass) && stage == plan.stages(pass));
      }
    }
    if (plan.logLanes() > 0) {
      transpose(plan, x, xo);
      forwardLaneStages(t, x, xo);
    }
    for (int i = xo; i < xo + plan.degree(); i++) {
      x[i] = BalancedMath.reduce(x[i], t.q, t.inverseQ);
    }
  }

  private static void forwardStage(FastTables t, double[] x, int xo, int blocks, boolean reduce) {
    int half = t.plan.degree() / (2 * blocks);
    for (int block = 0; block < blocks; block++) {
      double w = t.forward.head[blocks + block];
      double wOverQ = t.forward.headOverQ[blocks + block];
      int start = xo + 2 * half * block;
      for (int j = start; j < start + half; j++) {
        double u = reduce ? BalancedMath.reduce(x[j], t.q, t.inverseQ) : x[j];
        double v = BalancedMath.multiply(x[j + half], w, wOverQ, t.q);
        x[j] = u + v;
        x[j + half] = u - v;
      }
    }
  }

  /// The last stages: in a transposed block, what was at distance d is at distance L·d.
  private static void forwardLaneStages(FastTables t, double[] x, int xo) {
    int lanes = 1 << t.plan.logLanes();
    for (int block = 0; block < t.plan.degree() / (lanes * lanes); block++) {
      int start = xo + block * lanes * lanes;
      int twiddle = block * lanes * (lanes - 1);
      for (int half = lanes / 2; half >= 1; half /= 2) {
        for (int row = 0; row < lanes; row += 2 * half, twiddle += lanes) {
          for (int j = start + lanes * row; j < start + lanes * (row + half); j++) {
            double w = t.forward.tail[twiddle + (j - start) % lanes];
            double u = x[j];
            double v = BalancedMath.multiplyUnprepared(x[j + lanes * half], w, t.q, t.inverseQ);
            x[j] = u + v;
            x[j + lanes * half] = u - v;
          }
        }
      }
    }
  }

  /// Transforms a row back in place, scaled by N^−1.
  static void inverse(FastTables t, double[] x, int xo) {
    NttPlan plan = t.plan;
    if (plan.logLanes() > 0) {
      inverseLaneStages(t, x, xo);
      transpose(plan, x, xo);
    }
    int blocks = plan.degree() >> plan.logLanes();
    for (int pass = plan.passes() - 1; pass >= 0; pass--) {
      for (int stage = 1; stage <= plan.stages(pass); stage++) {
        blocks /= 2;
        if (blocks == 1) {
          lastStage(t, x, xo, stage);
        } else {
          inverseStage(t, x, xo, blocks, stage, plan.stages(pass));
        }
      }
    }
  }

  /// The last stage of a pass reduces its sums, and before multiplying the differences of sums of
  /// four: eight values of up to 5q/8 would pass the limit of a product.
  private static void inverseStage(
      FastTables t, double[] x, int xo, int blocks, int stage, int stages) {
    int half = t.plan.degree() / (2 * blocks);
    int sumsOfFour = stage == 3 ? half / 4 : 0;
    for (int block = 0; block < blocks; block++) {
      double w = t.inverse.head[blocks + block];
      double wOverQ = t.inverse.headOverQ[blocks + block];
      int start = xo + 2 * half * block;
      for (int j = start; j < start + half; j++) {
        double sum = x[j] + x[j + half];
        double difference = x[j] - x[j + half];
        if (j < start + sumsOfFour) {
          difference = BalancedMath.reduce(difference, t.q, t.inverseQ);
        }
        x[j] = stage == stages ? BalancedMath.reduce(sum, t.q, t.inverseQ) : sum;
        x[j + half] = BalancedMath.multiply(difference, w, wOverQ, t.q);
      }
    }
  }

  /// The stage of one block, with N^−1 folded into both products.
  private static void lastStage(FastTables t, double[] x, int xo, int stage) {
    int half = t.plan.degree() / 2;
    int sumsOfFour = stage == 3 ? half / 4 : 0;
    for (int j = xo; j < xo + half; j++) {
      double sum = x[j] + x[j + half];
      double difference = x[j] - x[j + half];
      if (j < xo + sumsOfFour) {
        sum = BalancedMath.reduce(sum, t.q, t.inverseQ);
        difference = BalancedMath.reduce(difference, t.q, t.inverseQ);
      }
      x[j] = BalancedMath.multiply(sum, t.scale, t.scaleOverQ, t.q);
      x[j + half] = BalancedMath.multiply(difference, t.scaledTwiddle, t.scaledTwiddleOverQ, t.q);
    }
  }

  private static void inverseLaneStages(FastTables t, double[] x, int xo) {
    int lanes = 1 << t.plan.logLanes();
    for (int block = 0; block < t.plan.degree() / (lanes * lanes); block++) {
      int start = xo + block * lanes * lanes;
      int tail = block * lanes * (lanes - 1);
      for (int half = 1; half < lanes; half *= 2) {
        // A stage with lanes/(2·half) groups of rows has its twiddles after those of fewer groups.
        int twiddle = tail + (lanes / (2 * half) - 1) * lanes;
        for (int row = 0; row < lanes; row += 2 * half, twiddle += lanes) {
          int group = start + lanes * row;
          for (int j = group; j < group + lanes * half; j++) {
            double w = t.inverse.tail[twiddle + (j - start) % lanes];
            double sum = x[j] + x[j + lanes * half];
            double difference = x[j] - x[j + lanes * half];
            if (half == 4 && j < group + lanes) {
              difference = BalancedMath.reduce(difference, t.q, t.inverseQ);
            }
            x[j] = 2 * half == lanes ? BalancedMath.reduce(sum, t.q, t.inverseQ) : sum;
            x[j + lanes * half] = BalancedMath.multiplyUnprepared(difference, w, t.q, t.inverseQ);
          }
        }
      }
    }
  }

  private static void transpose(NttPlan plan, double[] x, int xo) {
    int lanes = 1 << plan.logLanes();
    for (int start = xo; start < xo + plan.degree(); start += lanes * lanes) {
      for (int row = 1; row < lanes; row++) {
        for (int column = 0; column < row; column++) {
          int i = start + lanes * row + column;
          int j = start + lanes * column + row;
          double value = x[i];
          x[i] = x[j];
          x[j] = value;
        }
      }
    }
  }
}
