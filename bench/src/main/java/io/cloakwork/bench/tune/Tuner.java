package io.cloakwork.bench.tune;

import io.cloakwork.bench.timing.Stopwatch;
import io.cloakwork.spi.device.BackendException;
import io.cloakwork.spi.device.Device;
import io.cloakwork.spi.device.Tunable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Searches the tunables of a device by coordinate descent: one tunable after the other, every
/// value with the best of the others, until a round changes nothing or the time is up. A value must
/// win by more than a margin, measured against a fresh run of the best so far, because machines
/// drift.
public final class Tuner {

  /// What a value must gain to be taken, and what the best must gain in the end to count.
  private static final double MARGIN = 1.03;

  /// The share of the budget that is kept for measuring the best against the initial setting.
  private static final double FINAL_SHARE = 0.2;

  private static final int FINAL_ROUNDS = 3;
  private static final int ROUNDS = 2;

  private final List<Tunable> tunables;
  private final Meter meter;
  private final Consumer<String> progress;
  private final Map<String, String> initial = new LinkedHashMap<>();
  private final Map<String, List<String>> tried = new LinkedHashMap<>();
  private final List<String> rejected = new ArrayList<>();
  private final long start = System.nanoTime();
  private final long deadline;
  private Trial reference;
  private int trials;

  private Tuner(List<Tunable> tunables, Meter meter, Duration budget, Consumer<String> progress) {
    this.tunables = tunables;
    this.meter = meter;
    this.progress = progress;
    this.deadline = start + (long) (budget.toNanos() * (1 - FINAL_SHARE));
    for (Tunable tunable : tunables) {
      initial.put(tunable.name(), tunable.initial());
      tried.put(tunable.name(), new ArrayList<>(List.of(tunable.initial())));
    }
  }

  /// Searches.
  ///
  /// @param tunables at least one with more than one value
  /// @param opener opens the device with a value for every tunable
  /// @param budget about how long the search may take; one setting is always measured
  /// @param progress told what is measured next
  /// @throws TuneException if a setting changes a word of a result, or there is nothing to search
  /// @throws BackendException if the device cannot run the initial setting
  public static TuneResult search(
      List<Tunable> tunables,
      Function<Map<String, String>, Device> opener,
      List<Workload> workloads,
      Duration budget,
      Consumer<String> progress) {
    int candidates = tunables.stream().mapToInt(tunable -> tunable.values().size() - 1).sum();
    if (candidates == 0) {
      throw new TuneException("there is nothing to search: no tunable has a second value");
    }
    // Compiling takes as long as running, about; and every round measures some settings twice.
    Duration each = budget.dividedBy((long) workloads.size() * (candidates + tunables.size()) * 4);
    Stopwatch stopwatch = new Stopwatch(each.dividedBy(2), each, 3, 1000);
    return new Tuner(tunables, new Meter(opener, workloads, stopwatch), budget, progress).search();
  }

  private TuneResult search() {
    progress.accept("what is there now");
    reference = meter.measure(initial);
    trials = 1;
    Map<String, String> best = initial;
    boolean isComplete = false;
    for (int round = 0; round < ROUNDS && !isComplete && hasTime(); round++) {
      Map<String, String> before = best;
      for (Tunable tunable : tunables) {
        best = bestValue(tunable, best);
      }
      isComplete = best.equals(before) && hasTime();
    }
    return conclude(best, isComplete || hasTime());
  }

  private boolean hasTime() {
    return System.nanoTime() < deadline;
  }

  private Map<String, String> bestValue(Tunable tunable, Map<String, String> around) {
    Map<String, String> best = around;
    Trial bestTrial = null;
    for (String value : tunable.values()) {
      Map<String, String> setting = new LinkedHashMap<>(around);
      setting.put(tunable.name(), value);
      if (setting.equals(around) || !hasTime()) {
        continue;
      }
      if (bestTrial == null) {
        progress.accept("the best so far, again");
        bestTrial = trial(around).orElseThrow(() -> new TuneException("the best setting failed"));
      }
      progress.accept("%s %s".formatted(tunable.name(), value));
      Optional<Trial> trial = trial(setting);
      if (trial.isPresent()) {
        note(tunable, value);
        if (trial.get().speedUpOver(bestTrial) > MARGIN) {
          best = setting;
          bestTrial = trial.get();
        }
      }
    }
    return best;
  }

  private void note(Tunable tunable, String value) {
    List<String> values = tried.get(tunable.name());
    if (!values.contains(value)) {
      values.add(value);
    }
  }

  /// A measurement, or empty if the device cannot run the setting.
  private Optional<Trial> trial(Map<String, String> setting) {
    Trial trial;
    try {
      trial = meter.measure(setting);
    } catch (BackendException e) {
      rejected.add("%s cannot be run: %s".formatted(setting, e.getMessage()));
      return Optional.empty();
    }
    trials++;
    trial.requireResultsOf(reference);
    return Optional.of(trial);
  }

  /// Measures the best against the initial setting in turns, so that both see the same neighbours.
  private TuneResult conclude(Map<String, String> best, boolean isComplete) {
    List<Trial> before = new ArrayList<>(List.of(reference));
    List<Trial> after = new ArrayList<>();
    if (!best.equals(initial)) {
      before.clear();
      for (int round = 0; round < FINAL_ROUNDS; round++) {
        progress.accept("before and after, %d of %d".formatted(round + 1, FINAL_ROUNDS));
        trial(initial).ifPresent(before::add);
        trial(best).ifPresent(after::add);
      }
    }
    Trial first = middle(initial, before);
    Trial last = after.isEmpty() ? first : middle(best, after);
    double speedUp = last.speedUpOver(first);
    boolean isFaster = speedUp > MARGIN;
    List<TuneResult.Row> rows = new ArrayList<>();
    first
        .micros()
        .forEach((workload, micros) ->
            rows.add(
                new TuneResult.Row(
                    workload, micros, isFaster ? last.micros().get(workload) : micros)));
    return new TuneResult(
        initial,
        isFaster ? best : initial,
        isFaster ? speedUp : 1,
        rows,
        tried,
        rejected,
        trials,
        isComplete,
        (System.nanoTime() - start) * 1e-9);
  }

  /// The medians of several trials of one setting.
  private Trial middle(Map<String, String> setting, List<Trial> trials) {
    Map<String, Double> micros = new LinkedHashMap<>();
    for (String workload : reference.micros().keySet()) {
      double[] sorted =
          trials.stream().mapToDouble(trial -> trial.micros().get(workload)).sorted().toArray();
      micros.put(workload, sorted[sorted.length / 2]);
    }
    return new Trial(setting, micros, reference.digests());
  }
}
