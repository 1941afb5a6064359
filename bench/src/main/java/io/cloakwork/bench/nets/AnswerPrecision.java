package io.cloakwork.bench.nets;

import io.cloakwork.ckks.PrecisionStatistics;

/// How exact the answers of many requests are: the largest error of any output against the largest
/// output of all, as the compiler predicts it. Against the outputs of the same request alone, an
/// answer near zero, such as an unlikely class of a logistic regression, would count as inexact.
final class AnswerPrecision {

  private double error;
  private double largest;

  /// Counts the outputs of one input.
  ///
  /// @param expected without encryption
  void add(double[] expected, double[] output) {
    for (int i = 0; i < expected.length; i++) {
      error = Math.max(error, Math.abs(expected[i] - output[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
  }

  /// −log2 of the error, [PrecisionStatistics#MAX_BITS] at most; of the error itself if all outputs
  /// are zero.
  double bits() {
    double relative = largest == 0 ? error : error / largest;
    return relative == 0
        ? PrecisionStatistics.MAX_BITS
        : Math.min(PrecisionStatistics.MAX_BITS, -Math.log(relative) / Math.log(2));
  }
}
