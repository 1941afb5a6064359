package io.cloakwork.bench.compare;

import io.cloakwork.bench.result.Timing;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// The candidate's median time over the baseline's: above 1 where the candidate is slower.
///
/// @param interval where the ratio lies with [#CONFIDENCE], as far as the runs' own noise goes;
///   empty if either side has fewer than [#MIN_SAMPLES] samples
public record Ratio(double value, Optional<Interval> interval) {

  /// How often intervals like these contain the ratio.
  public static final double CONFIDENCE = 0.95;

  /// With fewer a resampled median says nothing.
  public static final int MIN_SAMPLES = 5;

  private static final int RESAMPLES = 2000;

  /// The same intervals for the same files.
  private static final long SEED = 0x62656e6368L;

  /// @param low not above `high`
  public record Interval(double low, double high) {

    /// Whether the ratio could as well be 1.
    public boolean containsOne() {
      return low <= 1 && high >= 1;
    }
  }

  /// The ratio of two timings.
  public static Ratio of(Timing baseline, Timing candidate) {
    double value = candidate.medianMicros() / baseline.medianMicros();
    boolean enough =
        Math.min(baseline.samplesMicros().size(), candidate.samplesMicros().size()) >= MIN_SAMPLES;
    return new Ratio(
        value,
        enough ? Optional.of(bootstrap(sorted(baseline), sorted(candidate))) : Optional.empty());
  }

  private static double[] sorted(Timing timing) {
    List<Double> samples = timing.samplesMicros();
    double[] values = samples.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(values);
    return values;
  }

  /// The percentile bootstrap (Efron, Tibshirani: An Introduction to the Bootstrap, 1993, ch. 13):
  /// both sides are resampled independently.
  private static Interval bootstrap(double[] baseline, double[] candidate) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] ratios = new double[RESAMPLES];
    int[] counts = new int[Math.max(baseline.length, candidate.length)];
    for (int i = 0; i < RESAMPLES; i++) {
      double below = resampledMedian(baseline, counts, random);
      ratios[i] = resampledMedian(candidate, counts, random) / below;
    }
    Arrays.sort(ratios);
    int tail = (int) Math.round(RESAMPLES * (1 - CONFIDENCE) / 2);
    return new Interval(ratios[tail], ratios[RESAMPLES - 1 - tail]);
  }

  /// The median of as many values as there are, drawn from them with replacement. The values are
  /// sorted, so that counting how often each is drawn takes the place of sorting again.
  private static double resampledMedian(double[] sorted, int[] counts, SplittableRandom random) {
    int n = sorted.length;
    Arrays.fill(counts, 0, n, 0);
    for (int i = 0; i < n; i++) {
      counts[random.nextInt(n)]++;
    }
    double lower = ranked(sorted, counts, (n - 1) / 2);
    return n % 2 == 1 ? lower : (lower + ranked(sorted, counts, n / 2)) / 2;
  }

  private static double ranked(double[] sorted, int[] counts, int rank) {
    int index = 0;
    int passed = counts[0];
    while (passed <= rank) {
      passed += counts[++index];
    }
    return sorted[index];
  }
}
