package io.cloakwork.bench.timing;

import java.time.Duration;
import java.util.Arrays;

/// Times a piece of work again and again.
///
/// @param warmUp how long the work is run before anything is timed, at least
/// @param budget how long runs are timed, about
/// @param minRuns runs timed even if the budget is spent
/// @param maxRuns runs timed at most
public record Stopwatch(Duration warmUp, Duration budget, int minRuns, int maxRuns) {

  private static final int MIN_WARM_UP_RUNS = 2;

  public Stopwatch {
    if (minRuns < 1 || maxRuns < minRuns) {
      throw new IllegalArgumentException(
          "%d to %d runs cannot be timed".formatted(minRuns, maxRuns));
    }
  }

  /// A warm-up of half the budget, and 5 to 1,000 runs.
  public static Stopwatch of(Duration budget) {
    return new Stopwatch(budget.dividedBy(2), budget, 5, 1000);
  }

  /// The nanoseconds of every timed run, in rising order.
  public long[] time(Runnable work) {
    warmUp(work);
    long[] nanos = new long[maxRuns];
    int runs = 0;
    long spent = 0;
    while (runs < minRuns || (runs < maxRuns && spent < budget.toNanos())) {
      long start = System.nanoTime();
      work.run();
      nanos[runs] = System.nanoTime() - start;
      spent += nanos[runs++];
    }
    long[] timed = Arrays.copyOf(nanos, runs);
    Arrays.sort(timed);
    return timed;
  }

  private void warmUp(Runnable work) {
    long start = System.nanoTime();
    int runs = 0;
    while (runs < MIN_WARM_UP_RUNS || System.nanoTime() - start < warmUp.toNanos()) {
      work.run();
      runs++;
    }
  }

  /// The median of sorted times.
  public static double median(long[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : (sorted[middle - 1] + (double) sorted[middle]) / 2;
  }
}
