package io.cloakwork.serve.host;

/// How long runs of a model take: as the compiler predicts until there is a measurement, then a
/// moving average. Thread-safe.
final class RunCosts {

  /// Weight of a new measurement: the average follows a change within a dozen runs.
  private static final double WEIGHT = 0.2;

  private final double predictedSeconds;

  /// Seconds of a run by log2 of its inputs; zero where there is no measurement.
  private final double[] measured = new double[Integer.SIZE];

  RunCosts(double predictedSeconds) {
    this.predictedSeconds = predictedSeconds;
  }

  /// Seconds of a run.
  ///
  /// @param inputs a power of two
  synchronized double seconds(int inputs) {
    double own = measured[Integer.numberOfTrailingZeros(inputs)];
    return own > 0 ? own : inputs * (measured[0] > 0 ? measured[0] : predictedSeconds);
  }

  /// Seconds of a run of one input.
  double secondsPerInput() {
    return seconds(1);
  }

  synchronized void measured(int inputs, double seconds) {
    int index = Integer.numberOfTrailingZeros(inputs);
    double old = measured[index];
    measured[index] = old > 0 ? old + WEIGHT * (seconds - old) : seconds;
  }

  /// Starts the average anew: what was measured first was not warm.
  synchronized void restart(int inputs, double seconds) {
    measured[Integer.numberOfTrailingZeros(inputs)] = seconds;
  }
}
