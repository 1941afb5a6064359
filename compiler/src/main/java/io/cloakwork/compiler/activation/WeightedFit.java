package io.cloakwork.compiler.activation;

import io.cloakwork.compiler.tensor.ChebyshevPolynomial;
import io.cloakwork.compiler.tensor.UnaryFunction;

/// Least squares with the weights of a distribution: small errors where values crowd, larger ones
/// towards the ends of the interval, where a floor under the weights keeps them bounded. Inside a
/// network, where later layers add up errors of many values, this saves a level over the minimax
/// polynomial at the same accuracy of the network.
final class WeightedFit implements PolynomialFitter {

  /// Weight of a value however unlikely, relative to the likeliest. It bounds the condition of the
  /// normal equations too.
  private static final double FLOOR = 0.005;

  private static final int LEAST_POINTS = 1000;
  private static final int POINTS_A_COEFFICIENT = 16;

  private final Distribution distribution;

  WeightedFit(Distribution distribution) {
    this.distribution = distribution;
  }

  @Override
  public ChebyshevPolynomial fit(UnaryFunction function, Interval on, int degree) {
    int points = LEAST_POINTS + POINTS_A_COEFFICIENT * degree;
    int unknowns = degree + 1;
    double[][] gram = new double[unknowns][unknowns];
    double[] right = new double[unknowns];
    double[] basis = new double[unknowns];
    for (int i = 0; i < points; i++) {
      double u = (2 * i + 1.0) / points - 1;
      double x = (on.low() + on.high() + (on.high() - on.low()) * u) / 2;
      double weight = (distribution.density(x) + FLOOR) / points;
      double value = function.apply(x);
      chebyshev(u, basis);
      for (int j = 0; j < unknowns; j++) {
        right[j] += weight * basis[j] * value;
        for (int k = 0; k <= j; k++) {
          gram[j][k] += weight * basis[j] * basis[k];
        }
      }
    }
    solve(gram, right);
    return new ChebyshevPolynomial(on.low(), on.high(), right);
  }

  /// T_k(u) by their recurrence.
  private static void chebyshev(double u, double[] basis) {
    basis[0] = 1;
    basis[1] = u;
    for (int k = 2; k < basis.length; k++) {
      basis[k] = 2 * u * basis[k - 1] - basis[k - 2];
    }
  }

  /// Cholesky's method, in place: only the lower triangle of the matrix is read.
  private static void solve(double[][] matrix, double[] right) {
    int n = right.length;
    for (int j = 0; j < n; j++) {
      for (int k = 0; k <= j; k++) {
        double sum = matrix[j][k];
        for (int i = 0; i < k; i++) {
          sum -= matrix[j][i] * matrix[k][i];
        }
        matrix[j][k] = j == k ? Math.sqrt(sum) : sum / matrix[k][k];
      }
    }
    for (int j = 0; j < n; j++) {
      for (int i = 0; i < j; i++) {
        right[j] -= matrix[j][i] * right[i];
      }
      right[j] /= matrix[j][j];
    }
    for (int j = n - 1; j >= 0; j--) {
      for (int i = j + 1; i < n; i++) {
        right[j] -= matrix[i][j] * right[i];
      }
      right[j] /= matrix[j][j];
    }
  }
}
