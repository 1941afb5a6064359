package io.cloakwork.cli.terminal;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.cloakwork.cli.Console;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// One bar for one task. On a terminal it is drawn on standard error and wiped when the task is
/// over; in a pipe it is nothing at all.
public final class Progress implements AutoCloseable {

  private static final int REFRESH_MILLIS = 250;
  private static final long MIB = 1 << 20;

  /// The bar, or null where nobody watches.
  private final ProgressBar bar;

  private Progress(ProgressBar bar) {
    this.bar = bar;
  }

  /// Starts a task whose number of steps is not known yet.
  public static Progress start(Console console, String task) {
    return start(console, task, -1);
  }

  /// Starts a task of `steps` steps.
  public static Progress start(Console console, String task, long steps) {
    if (!console.errIsTerminal()) {
      return new Progress(null);
    }
    return new Progress(builder(console, task, steps).build());
  }

  /// Starts a task of `steps` steps that knows better than a count how long the rest takes.
  ///
  /// @param remaining asked again and again; empty as long as nothing is known
  public static Progress start(
      Console console, String task, long steps, Supplier<Optional<Duration>> remaining) {
    if (!console.errIsTerminal()) {
      return new Progress(null);
    }
    return new Progress(builder(console, task, steps).setEtaFunction(_ -> remaining.get()).build());
  }

  /// Starts a transfer of `bytes` bytes, whose bar shows the rate.
  public static Progress transfer(Console console, String task, long bytes) {
    if (!console.errIsTerminal()) {
      return new Progress(null);
    }
    return new Progress(
        builder(console, task, bytes)
            .setUnit(" MiB", MIB)
            .setSpeedUnit(SECONDS)
            .showSpeed()
            .build());
  }

  private static ProgressBarBuilder builder(Console console, String task, long steps) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setInitialMax(steps)
        .setStyle(console.unicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(REFRESH_MILLIS)
        .continuousUpdate()
        .setConsumer(new OneLine(console.err()))
        .clearDisplayOnFinish();
  }

  /// Now it is known that there are `steps` steps.
  public void expect(long steps) {
    if (bar != null) {
      bar.maxHint(steps);
    }
  }

  /// One step done.
  public void step() {
    if (bar != null) {
      bar.step();
    }
  }

  /// So many steps, or bytes, more.
  public void stepBy(long steps) {
    if (bar != null) {
      bar.stepBy(steps);
    }
  }

  /// So many are done in all.
  public void stepTo(long steps) {
    if (bar != null) {
      bar.stepTo(steps);
    }
  }

  /// What is being done now.
  public void say(String what) {
    if (bar != null) {
      bar.setExtraMessage(what);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
