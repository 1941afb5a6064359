package io.cloakwork.compiler.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/// A polynomial applied to every element of a tensor, with coefficients that are the same for all
/// elements, or one set a channel, or one set an element: a coefficient row of length g covers a
/// tensor of E elements in g equal runs.
public final class ElementwisePolynomial {

  /// Row k: the coefficients of x^k.
  private final List<double[]> rows;

  private ElementwisePolynomial(List<double[]> rows) {
    int degree = rows.size() - 1;
    while (degree > 0 && Arrays.stream(rows.get(degree)).allMatch(c -> c == 0)) {
      degree--;
    }
    this.rows = List.copyOf(rows.subList(0, degree + 1));
  }

  /// @param rows row k holds the coefficients of x^k; kept, not copied
  public static ElementwisePolynomial of(double[]... rows) {
    if (rows.length == 0) {
      throw new IllegalArgumentException("a polynomial has at least a constant term");
    }
    return new ElementwisePolynomial(Arrays.asList(rows));
  }

  /// x itself.
  public static ElementwisePolynomial identity() {
    return of(new double[] {0}, new double[] {1});
  }

  public int degree() {
    return rows.size() - 1;
  }

  /// Whether some coefficient depends on the channel or element.
  public boolean isUniform() {
    return rows.stream().allMatch(row -> row.length == 1);
  }

  /// The coefficient of x^k for element `element` of `size`; 0 above the degree.
  public double coefficient(int k, int element, int size) {
    if (k >= rows.size()) {
      return 0;
    }
    double[] row = rows.get(k);
    return row.length == 1 ? row[0] : row[(int) ((long) element * row.length / size)];
  }

  /// The polynomial's value at `x` for element `element` of `size`.
  public double apply(double x, int element, int size) {
    double sum = 0;
    for (int k = degree(); k >= 0; k--) {
      sum = sum * x + coefficient(k, element, size);
    }
    return sum;
  }

  public ElementwisePolynomial plus(ElementwisePolynomial other) {
    List<double[]> sum = new ArrayList<>();
    for (int k = 0; k <= Math.max(degree(), other.degree()); k++) {
      sum.add(combine(row(k), other.row(k), Double::sum));
    }
    return new ElementwisePolynomial(sum);
  }

  public ElementwisePolynomial negated() {
    return times(of(new double[] {-1}));
  }

  public ElementwisePolynomial times(ElementwisePolynomial other) {
    double[][] product = new double[degree() + other.degree() + 1][];
    for (int i = 0; i <= degree(); i++) {
      for (int j = 0; j <= other.degree(); j++) {
        double[] term = combine(row(i), other.row(j), (a, b) -> a * b);
        product[i + j] = product[i + j] == null ? term : combine(product[i + j], term, Double::sum);
      }
    }
    return of(product);
  }

  private double[] row(int k) {
    return k < rows.size() ? rows.get(k) : new double[1];
  }

  private static double[] combine(double[] a, double[] b, DoubleBinaryOperator operator) {
    int length = Math.max(a.length, b.length);
    if (length % a.length != 0 || length % b.length != 0) {
      throw new IllegalArgumentException(
          "coefficient rows of %d and %d values do not divide".formatted(a.length, b.length));
    }
    double[] result = new double[length];
    for (int i = 0; i < length; i++) {
      result[i] = operator.applyAsDouble(a[i / (length / a.length)], b[i / (length / b.length)]);
    }
    return result;
  }

  @Override
  public String toString() {
    return "degree " + degree() + (isUniform() ? "" : ", by channel");
  }
}
