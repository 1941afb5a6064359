package io.cloakwork.bench.result;

/// Quantiles of sorted values.
public final class Quantiles {

  private Quantiles() {}

  /// The middle value, or the mean of the two in the middle.
  public static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /// The least value that `fraction` of all do not exceed: a value that was measured, never one
  /// between two.
  ///
  /// @param fraction in [0, 1]
  public static double quantile(double[] sorted, double fraction) {
    int rank = (int) Math.ceil(fraction * sorted.length);
    return sorted[Math.clamp(rank - 1L, 0, sorted.length - 1)];
  }
}
