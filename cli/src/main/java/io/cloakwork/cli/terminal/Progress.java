package io.cloakwork.cli.terminal;

import io.cloakwork.cli.Console;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/// One bar for one task. On a terminal it is drawn on standard error and wiped when the task is
/// over; in a pipe it is nothing at all.
public final class Progress implements AutoCloseable {

  private static final int REFRESH_MILLIS = 250;

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
    return new Progress(
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(steps)
            .setStyle(console.unicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .continuousUpdate()
            .setConsumer(new OneLine(console.err()))
            .clearDisplayOnFinish()
            .build());
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
