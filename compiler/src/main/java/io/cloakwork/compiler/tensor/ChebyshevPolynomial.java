package io.cloakwork.compiler.tensor;

import java.util.Arrays;

/// A polynomial of one variable in the Chebyshev basis of an interval, as activations are fitted:
/// p(x) = Σ c_k·T_k(u) with u = (2x − low − high) / (high − low). Outside the interval it grows
/// like u^degree and means nothing.
public final class ChebyshevPolynomial {

  private final double low;
  private final double high;
  private final double[] coefficients;

  /// @param low lower end of the interval
  /// @param high upper end, greater than `low`
  /// @param coefficients c_0, c_1, …; at least one, all finite; zeros at the end are dropped
  public ChebyshevPolynomial(double low, double high, double... coefficients) {
    if (!(low < high) || Double.isInfinite(high - low)) {
      throw new IllegalArgumentException("[%s, %s] is not an interval".formatted(low, high));
    }
    if (coefficients.length == 0 || !Arrays.stream(coefficients).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "a Chebyshev polynomial needs finite coefficients, not " + Arrays.toString(coefficients));
    }
    int degree = coefficients.length - 1;
    while (degree > 0 && coefficients[degree] == 0) {
      degree--;
    }
    this.low = low;
    this.high = high;
    this.coefficients = Arrays.copyOf(coefficients, degree + 1);
  }

  public double low() {
    return low;
  }

  public double high() {
    return high;
  }

  public int degree() {
    return coefficients.length - 1;
  }

  /// c_k; 0 above the degree.
  public double coefficient(int k) {
    return k < coefficients.length ? coefficients[k] : 0;
  }

  /// c_0, c_1, …, c_degree.
  public double[] coefficients() {
    return coefficients.clone();
  }

  /// u of `x`: in [−1, 1] for x in the interval.
  public double normalised(double x) {
    return (2 * x - low - high) / (high - low);
  }

  /// `x` if it is in the interval, else reflected at its ends until it is: inputs that are unlike
  /// real ones may leave the interval, where nothing is promised, and would say nothing about what
  /// happens in it.
  public double folded(double x) {
    double u = normalised(x);
    if (Math.abs(u) <= 1) {
      return x;
    }
    double t = u + 1 - 4 * Math.floor((u + 1) / 4);
    double reflected = t <= 2 ? t - 1 : 3 - t;
    return (low + high + reflected * (high - low)) / 2;
  }

  /// p(x), by Clenshaw's recurrence.
  public double apply(double x) {
    double u = normalised(x);
    double next = 0;
    double afterNext = 0;
    for (int k = degree(); k > 0; k--) {
      double current = 2 * u * next - afterNext + coefficients[k];
      afterNext = next;
      next = current;
    }
    return u * next - afterNext + coefficients[0];
  }

  @Override
  public String toString() {
    return "degree %d on [%.4g, %.4g]".formatted(degree(), low, high);
  }
}
