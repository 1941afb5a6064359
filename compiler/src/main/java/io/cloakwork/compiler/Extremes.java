package io.cloakwork.compiler;

/// How large values and their differences become.
final class Extremes {

  private Extremes() {}

  /// The largest absolute value.
  static double largest(double[] values) {
    double largest = 0;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /// The largest absolute difference between two arrays of one length.
  static double largestDifference(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  /// The sum of the squares of the differences between two arrays of one length.
  static double squaredDifferences(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
