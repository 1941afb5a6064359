package io.cloakwork.cli.terminal;

import java.io.PrintStream;
import me.tongfei.progressbar.ProgressBarConsumer;

/// Draws a bar on the line where the cursor is. The library's own consumer asks a terminal library
/// for the width, which would start processes; the width of a punched card is enough.
final class OneLine implements ProgressBarConsumer {

  private static final int WIDTH = 78;
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream err;

  OneLine(PrintStream err) {
    this.err = err;
  }

  @Override
  public int getMaxRenderedLength() {
    return WIDTH;
  }

  @Override
  public void accept(String line) {
    err.print(ERASE_LINE + line);
    err.flush();
  }

  @Override
  public void clear() {
    err.print(ERASE_LINE);
    err.flush();
  }

  @Override
  public void close() {
    err.flush();
  }
}
