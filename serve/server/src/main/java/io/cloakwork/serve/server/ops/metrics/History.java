package io.cloakwork.serve.server.ops.metrics;

import io.cloakwork.serve.server.ops.Outcome;
import io.cloakwork.serve.server.ops.Stage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The last ten minutes in steps of five seconds: how requests ended and how long they took. A
/// fixed amount of memory. Thread-safe.
public final class History {

  /// Length of a step.
  public static final int STEP_SECONDS = 5;

  /// Steps that are kept.
  public static final int STEPS = 120;

  private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(STEP_SECONDS);

  /// A step that has ended, or the present one so far.
  ///
  /// @param secondsAgo between the step's end and the present step's end
  /// @param ended how many requests ended which way
  /// @param median of the time from a request's submission to its result, seconds; 0 if there was
  ///   none
  /// @param p95 the same that 95 % do not exceed
  /// @param p99 the same that 99 % do not exceed
  public record Step(
      int secondsAgo, Map<Outcome, Long> ended, double median, double p95, double p99) {}

  /// Quantiles of a stage over all steps.
  ///
  /// @param count how many were recorded
  public record StageTimes(Stage stage, long count, double median, double p95, double p99) {}

  private static final class Slot {
    private final Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);
    private final LatencyHistogram latency = new LatencyHistogram();
    private final Map<Stage, LatencyHistogram> stages = new EnumMap<>(Stage.class);

    void count(Outcome outcome) {
      ended.merge(outcome, 1L, Long::sum);
    }

    void clear() {
      ended.clear();
      latency.clear();
      stages.values().forEach(LatencyHistogram::clear);
    }
  }

  private final LongSupplier nanoTime;
  private final long origin;
  private final ReentrantLock lock = new ReentrantLock();
  private final Slot[] slots = new Slot[STEPS];
  private long present;

  /// @param nanoTime a clock such as [System#nanoTime]
  public History(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    origin = nanoTime.getAsLong();
    for (int i = 0; i < STEPS; i++) {
      slots[i] = new Slot();
    }
  }

  void ended(Outcome outcome) {
    change(slot -> slot.count(outcome));
  }

  void finished(long nanos) {
    change(slot -> {
      slot.count(Outcome.FINISHED);
      slot.latency.record(nanos);
    });
  }

  void stage(Stage stage, long nanos) {
    change(slot -> slot.stages.computeIfAbsent(stage, _ -> new LatencyHistogram()).record(nanos));
  }

  /// All steps, the oldest first, the present one last.
  public List<Step> steps() {
    lock.lock();
    try {
      advance();
      List<Step> steps = new ArrayList<>(STEPS);
      for (int age = STEPS - 1; age >= 0; age--) {
        steps.add(step(slot(present - age), age * STEP_SECONDS));
      }
      return steps;
    } finally {
      lock.unlock();
    }
  }

  /// The stages that requests went through, over all steps.
  public List<StageTimes> stages() {
    lock.lock();
    try {
      advance();
      List<StageTimes> times = new ArrayList<>();
      for (Stage stage : Stage.values()) {
        LatencyHistogram all = new LatencyHistogram();
        for (Slot slot : slots) {
          LatencyHistogram part = slot.stages.get(stage);
          if (part != null) {
            all.add(part);
          }
        }
        if (all.total() > 0) {
          times.add(
              new StageTimes(
                  stage, all.total(), all.quantile(0.5), all.quantile(0.95), all.quantile(0.99)));
        }
      }
      return times;
    } finally {
      lock.unlock();
    }
  }

  private static Step step(Slot slot, int secondsAgo) {
    Map<Outcome, Long> ended = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      ended.put(outcome, slot.ended.getOrDefault(outcome, 0L));
    }
    LatencyHistogram times = slot.latency;
    return new Step(
        secondsAgo, ended, times.quantile(0.5), times.quantile(0.95), times.quantile(0.99));
  }

  private void change(Consumer<Slot> change) {
    lock.lock();
    try {
      advance();
      change.accept(slot(present));
    } finally {
      lock.unlock();
    }
  }

  private Slot slot(long step) {
    return slots[Math.floorMod(step, STEPS)];
  }

  /// Empties the slots of the steps that have begun since.
  private void advance() {
    long now = (nanoTime.getAsLong() - origin) / STEP_NANOS;
    long begun = Math.min(now - present, STEPS);
    for (long i = 0; i < begun; i++) {
      slot(now - i).clear();
    }
    present = Math.max(present, now);
  }
}
