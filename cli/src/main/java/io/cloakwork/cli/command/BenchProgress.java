package io.cloakwork.cli.command;

import io.cloakwork.bench.run.BenchListener;
import io.cloakwork.cli.Console;
import io.cloakwork.cli.terminal.Progress;
import java.time.Duration;
import java.util.Optional;

/// Shows how far a benchmark is, and says what could not be measured.
final class BenchProgress implements BenchListener, AutoCloseable {

  private static final int STEPS = 1000;

  private final Console console;
  private final Progress bar;

  /// By the benchmark's own forecast, at the moment when that was made; null before there is one.
  private volatile Estimate estimate;

  private long furthest;

  private record Estimate(Duration remaining, long madeAt) {}

  BenchProgress(Console console, String task) {
    this.console = console;
    this.bar = Progress.start(console, task, STEPS, this::remaining);
  }

  private Optional<Duration> remaining() {
    Estimate last = estimate;
    if (last == null) {
      return Optional.empty();
    }
    Duration now = last.remaining().minusNanos(System.nanoTime() - last.madeAt());
    return Optional.of(now.isNegative() ? Duration.ZERO : now);
  }

  @Override
  public void doing(String what) {
    bar.say(what);
  }

  @Override
  public void progress(double part, Optional<Duration> remaining) {
    remaining.ifPresent(known -> estimate = new Estimate(known, System.nanoTime()));
    // Better estimates may be lower; a bar does not go back.
    furthest = Math.max(furthest, Math.round(part * STEPS));
    bar.stepTo(furthest);
  }

  @Override
  public void note(String sentence) {
    console.err().println("cloakwork: not measured: " + sentence);
  }

  @Override
  public void doubt(String sentence) {
    console.err().println("cloakwork: not to be believed: " + sentence);
  }

  @Override
  public void close() {
    bar.close();
  }
}
