package io.cloakwork.compiler.layer;

import java.util.Arrays;

/// The polynomial x² + b·x (degree 2) or x·(x² + b·x + c) (degree 3), with b and c for each
/// element.
public final class MonicForm {

  private final int degree;
  private final double[] linear;
  private final double[] constant;

  /// @param degree 2 or 3
  /// @param linear b, one an element; kept
  /// @param constant c, one an element; all zero for degree 2; kept
  MonicForm(int degree, double[] linear, double[] constant) {
    if (degree < 2 || degree > 3 || linear.length != constant.length) {
      throw new IllegalArgumentException(
          "degree %d, %d and %d coefficients".formatted(degree, linear.length, constant.length));
    }
    this.degree = degree;
    this.linear = linear;
    this.constant = constant;
  }

  public int degree() {
    return degree;
  }

  public int elements() {
    return linear.length;
  }

  /// b of one element.
  public double linear(int element) {
    return linear[element];
  }

  /// c of one element.
  public double constant(int element) {
    return constant[element];
  }

  public boolean hasLinear() {
    return Arrays.stream(linear).anyMatch(b -> b != 0);
  }

  public boolean hasConstant() {
    return Arrays.stream(constant).anyMatch(c -> c != 0);
  }

  public double apply(double x, int element) {
    double inner = (x + linear[element]) * x + constant[element];
    return degree == 2 ? inner : inner * x;
  }

  @Override
  public String toString() {
    String inner = "x^2" + (hasLinear() ? " + b x" : "") + (hasConstant() ? " + c" : "");
    return degree == 2 ? inner : "x (" + inner + ")";
  }
}
