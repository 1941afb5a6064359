package io.cloakwork.bench.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// How long the rest of a run will take. What is ahead is expected to be off its own estimate by as
/// much as the jobs of its kind that are done, or else all that are done; the job that is running
/// goes on at the pace at which it has come. Before anything is known nothing is said.
final class Forecast {

  /// A job at its beginning says little about its end.
  private static final double LEAST_PART = 0.02;

  private static final double NANOS = 1e9;

  /// What jobs took and what they had been expected to take.
  private static final class Experience {

    double seconds;
    double expected;

    void add(double took, double wasExpected) {
      seconds += took;
      expected += wasExpected;
    }

    boolean isEmpty() {
      return expected == 0;
    }

    double factor() {
      return seconds / expected;
    }
  }

  private final List<Job> jobs;
  private final LongSupplier clock;
  private final Map<String, Experience> byKind = new HashMap<>();
  private final Experience overall = new Experience();

  private int current = -1;
  private long started;
  private double part;

  Forecast(List<Job> jobs, LongSupplier nanoClock) {
    this.jobs = List.copyOf(jobs);
    this.clock = nanoClock;
  }

  /// The next job begins.
  void begin() {
    current++;
    started = clock.getAsLong();
    part = 0;
  }

  /// A part of the current job is done, in \[0, 1\].
  void done(double ofCurrent) {
    part = Math.clamp(ofCurrent, part, 1);
  }

  /// The current job is over.
  void end() {
    Job job = jobs.get(current);
    double seconds = elapsed();
    overall.add(seconds, job.expectedSeconds());
    byKind.computeIfAbsent(job.kind(), _ -> new Experience()).add(seconds, job.expectedSeconds());
    part = 1;
  }

  private double elapsed() {
    return (clock.getAsLong() - started) / NANOS;
  }

  /// What the rest will take.
  Optional<Duration> remaining() {
    boolean isPaced = current >= 0 && part >= LEAST_PART;
    if (overall.isEmpty() && !isPaced) {
      return Optional.empty();
    }
    double seconds = remainingOfCurrent();
    for (Job job : jobs.subList(current + 1, jobs.size())) {
      seconds += expected(job);
    }
    return Optional.of(Duration.ofNanos((long) (seconds * NANOS)));
  }

  /// Which part of the whole is done, by the same expectations.
  double partDone() {
    if (current < 0) {
      return 0;
    }
    double before = 0;
    for (Job job : jobs.subList(0, current)) {
      before += expected(job);
    }
    double now = expected(jobs.get(current));
    double after = 0;
    for (Job job : jobs.subList(current + 1, jobs.size())) {
      after += expected(job);
    }
    return (before + part * now) / (before + now + after);
  }

  private double remainingOfCurrent() {
    if (current < 0 || part == 1) {
      return 0;
    }
    return part >= LEAST_PART
        ? elapsed() * (1 - part) / part
        : Math.max(0, expected(jobs.get(current)) - elapsed());
  }

  private double expected(Job job) {
    Experience ofKind = byKind.getOrDefault(job.kind(), overall);
    if (!ofKind.isEmpty()) {
      return job.expectedSeconds() * ofKind.factor();
    }
    // The first job of all: others are taken to go as it does.
    boolean isPaced = part >= LEAST_PART;
    double whole = isPaced ? elapsed() / part : 0;
    double factor = isPaced ? whole / jobs.get(current).expectedSeconds() : 1;
    return job.expectedSeconds() * factor;
  }
}
