package io.cloakwork.bench.result;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// How long something took, in microseconds.
///
/// @param medianMicros over all runs
/// @param leastMicros the fastest run
/// @param p10Micros a tenth of the runs took no longer
/// @param p90Micros nine tenths of the runs took no longer
/// @param runs how many runs were timed
/// @param samplesMicros every run, or a sample of the runs; empty if they were not kept
public record Timing(
    double medianMicros,
    OptionalDouble leastMicros,
    OptionalDouble p10Micros,
    OptionalDouble p90Micros,
    int runs,
    List<Double> samplesMicros) {

  /// What stands for a time that the clock did not see: a part may take none at all, or so little
  /// that two clocks disagree on its sign.
  private static final double LEAST_MICROS = 1e-3;

  private static final double NANOS_PER_MICRO = 1e3;

  public Timing {
    samplesMicros = List.copyOf(samplesMicros);
  }

  /// A time as it can be shown and compared: positive, however little the clock saw.
  public static double visible(double micros) {
    return Math.max(LEAST_MICROS, micros);
  }

  /// The times of all runs, in any order.
  ///
  /// @throws IllegalArgumentException if there is none, or one that is not positive
  public static Timing ofNanos(long... nanos) {
    return ofMicros(Arrays.stream(nanos).mapToDouble(each -> each / NANOS_PER_MICRO).toArray());
  }

  /// The times of all runs, in any order. The samples keep that order, which shows drift.
  ///
  /// @throws IllegalArgumentException if there is none, or one that is not positive
  public static Timing ofMicros(double... micros) {
    if (micros.length == 0) {
      throw new IllegalArgumentException("no run was timed");
    }
    double[] sorted = micros.clone();
    Arrays.sort(sorted);
    if (!(sorted[0] > 0 && Double.isFinite(sorted[sorted.length - 1]))) {
      throw new IllegalArgumentException(
          "a run of %s microseconds cannot be".formatted(sorted[0] > 0 ? "endless" : sorted[0]));
    }
    return new Timing(
        Quantiles.median(sorted),
        OptionalDouble.of(sorted[0]),
        OptionalDouble.of(Quantiles.quantile(sorted, 0.1)),
        OptionalDouble.of(Quantiles.quantile(sorted, 0.9)),
        sorted.length,
        DoubleStream.of(micros).boxed().toList());
  }

  /// The same with at most so many samples, evenly spaced among those that there are.
  public Timing withSamples(int most) {
    int count = samplesMicros.size();
    if (count <= most) {
      return this;
    }
    List<Double> some =
        IntStream.range(0, most)
            .mapToObj(i -> samplesMicros.get((int) ((long) i * count / most)))
            .toList();
    return new Timing(medianMicros, leastMicros, p10Micros, p90Micros, runs, some);
  }

  /// A median of which nothing else is known.
  public static Timing ofMedian(double medianMicros, int runs) {
    return new Timing(
        medianMicros,
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        runs,
        List.of());
  }
}
