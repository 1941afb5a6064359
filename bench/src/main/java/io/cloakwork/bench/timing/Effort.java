package io.cloakwork.bench.timing;

import java.time.Duration;

/// How long things are timed.
///
/// @param each how long one piece of work is timed, about, in all its slices
/// @param slices into which that is divided
/// @param leastSlices of a piece of work that takes longer than a slice each time
public record Effort(Duration each, int slices, int leastSlices) {

  private static final int SLICES = 15;
  private static final int LEAST_SLICES = 5;
  private static final int QUICK_SLICES = 7;
  private static final int LEAST_QUICK_SLICES = 3;

  public Effort {
    if (!each.isPositive() || leastSlices < 1 || slices < leastSlices) {
      throw new IllegalArgumentException(
          "%s in %d slices, at least %d".formatted(each, slices, leastSlices));
    }
  }

  /// Enough for results that are the same the next time.
  public static Effort thorough(Duration each) {
    return new Effort(each, SLICES, LEAST_SLICES);
  }

  /// Enough for a look.
  public static Effort quick(Duration each) {
    return new Effort(each, QUICK_SLICES, LEAST_QUICK_SLICES);
  }

  long sliceNanos() {
    return Math.max(1, each.toNanos() / slices);
  }
}
