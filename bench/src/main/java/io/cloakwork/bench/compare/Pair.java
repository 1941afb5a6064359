package io.cloakwork.bench.compare;

import io.cloakwork.bench.result.BenchRow;

/// Two rows of the same operation.
public record Pair(BenchRow baseline, BenchRow candidate, Ratio ratio, Likeness likeness) {

  static Pair of(BenchRow baseline, BenchRow candidate, Likeness likeness) {
    return new Pair(baseline, candidate, Ratio.of(baseline.timing(), candidate.timing()), likeness);
  }

  /// @param threshold by which the candidate may be slower, for instance 0.05
  public Verdict verdict(double threshold) {
    if (!likeness.isSameWork()) {
      return Verdict.DIFFERENT_WORK;
    }
    boolean perhapsChance = ratio.interval().map(Ratio.Interval::containsOne).orElse(fewRuns());
    if (ratio.value() > 1 + threshold) {
      return perhapsChance ? Verdict.UNSURE : Verdict.REGRESSION;
    }
    return ratio.value() < 1 / (1 + threshold) && !perhapsChance ? Verdict.FASTER : Verdict.SAME;
  }

  /// Whether a median of so few runs may be anything.
  private boolean fewRuns() {
    return Math.min(baseline.timing().runs(), candidate.timing().runs()) < Ratio.MIN_SAMPLES;
  }
}
