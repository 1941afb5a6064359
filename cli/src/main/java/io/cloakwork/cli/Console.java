package io.cloakwork.cli;

import io.cloakwork.cli.terminal.Posix;
import java.io.PrintStream;

/// Where a command writes.
///
/// @param out results
/// @param err everything else
/// @param outIsTerminal whether a person watches `out`
/// @param errIsTerminal whether a person watches `err`; only then are there progress bars
public record Console(
    PrintStream out, PrintStream err, boolean outIsTerminal, boolean errIsTerminal) {

  /// The streams of this process.
  public static Console ofProcess() {
    return new Console(System.out, System.err, Posix.isTerminal(1), Posix.isTerminal(2));
  }

  /// Streams that nobody watches, as in a pipe.
  public static Console piped(PrintStream out, PrintStream err) {
    return new Console(out, err, false, false);
  }

  /// Whether `out` can show the half-block characters of a tiny picture.
  public boolean unicode() {
    return out.charset().newEncoder().canEncode('\u2580');
  }
}
