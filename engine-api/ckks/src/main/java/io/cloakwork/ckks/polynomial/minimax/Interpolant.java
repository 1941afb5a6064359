package io.cloakwork.ckks.polynomial.minimax;

/// The polynomial of degree n through n + 2 points that lie on one, by the second barycentric
/// formula (Berrut and Trefethen, SIAM Review 46, 2004): stable for any distribution of points.
final class Interpolant {

  private final double[] nodes;
  private final double[] weights;
  private final double[] values;

  Interpolant(double[] nodes, double[] weights, double[] values) {
    this.nodes = nodes;
    this.weights = weights;
    this.values = values;
  }

  /// A copy of the points' abscissas.
  double[] nodes() {
    return nodes.clone();
  }

  double at(double t) {
    double numerator = 0;
    double denominator = 0;
    for (int j = 0; j < nodes.length; j++) {
      double distance = t - nodes[j];
      if (distance == 0) {
        return values[j];
      }
      double term = weights[j] / distance;
      numerator += term * values[j];
      denominator += term;
    }
    return numerator / denominator;
  }

  /// λ_j = Π_{k≠j} 1/(t_j − t_k), times a common factor that makes the largest 1: the product may
  /// leave the range of a double, its logarithm does not. Nodes descend or ascend.
  static double[] weights(double[] nodes) {
    int count = nodes.length;
    double[] logs = new double[count];
    double largest = Double.NEGATIVE_INFINITY;
    for (int j = 0; j < count; j++) {
      for (int k = 0; k < count; k++) {
        logs[j] -= k == j ? 0 : StrictMath.log(Math.abs(nodes[j] - nodes[k]));
      }
      largest = Math.max(largest, logs[j]);
    }
    double[] weights = new double[count];
    for (int j = 0; j < count; j++) {
      double magnitude = StrictMath.exp(logs[j] - largest);
      weights[j] = (j & 1) == 0 ? magnitude : -magnitude;
    }
    return weights;
  }
}
