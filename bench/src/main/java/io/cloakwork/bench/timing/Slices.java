package io.cloakwork.bench.timing;

import io.cloakwork.bench.result.Timing;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// What timing one piece of work gave: its median in each of several slices of time, which lie far
/// apart. What disturbs the machine for a moment is in one slice, and so in none of the figures
/// that are reported but the spread.
///
/// @param sliceMicros the median of each slice, in the order in which they were taken
/// @param leastMicros the fastest run: what the machine can do when nothing disturbs it
/// @param runs how many runs were timed
public record Slices(List<Double> sliceMicros, double leastMicros, int runs) {

  public Slices {
    sliceMicros = List.copyOf(sliceMicros);
    if (sliceMicros.isEmpty()) {
      throw new IllegalArgumentException("a timing of no slices");
    }
  }

  /// The median of the slices.
  public double medianMicros() {
    return toTiming().medianMicros();
  }

  /// The slices as a report has them: their median, and they themselves as samples.
  public Timing toTiming() {
    double[] micros = sliceMicros.stream().mapToDouble(Double::doubleValue).toArray();
    Timing slices = Timing.ofMicros(micros);
    return new Timing(
        slices.medianMicros(),
        OptionalDouble.of(leastMicros),
        slices.p10Micros(),
        slices.p90Micros(),
        runs,
        slices.samplesMicros());
  }

  /// The time of work that is such a part of what was timed.
  public Slices scaled(double part) {
    return new Slices(
        sliceMicros.stream().map(micros -> micros * part).toList(), leastMicros * part, runs);
  }

  /// The slices that were taken.
  ///
  /// @param slices the nanoseconds of every run of each
  public static Slices of(List<long[]> slices) {
    long least = Long.MAX_VALUE;
    int runs = 0;
    double[] medians = new double[slices.size()];
    for (int i = 0; i < medians.length; i++) {
      long[] sorted = slices.get(i).clone();
      Arrays.sort(sorted);
      medians[i] = Stopwatch.median(sorted) / 1e3;
      least = Math.min(least, sorted[0]);
      runs += sorted.length;
    }
    return new Slices(Arrays.stream(medians).boxed().toList(), least / 1e3, runs);
  }
}
