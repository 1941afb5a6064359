package io.cloakwork.cli.command;

import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.input.Selection;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// What the rows of text files of samples look like.
final class TextRows {

  @Option(
      names = "--skip-rows",
      paramLabel = "N",
      defaultValue = "0",
      description = "Lines to pass over at the top of a text file, such as a header.")
  private int skipRows;

  @Option(
      names = "--label-column",
      paramLabel = "N|last",
      description = "The column of a text file that holds the label, counted from 0.")
  private String labelColumn;

  /// Whether a column holds the labels.
  boolean hasLabels() {
    return labelColumn != null;
  }

  /// `count` samples after `offset` from a file of such rows.
  ///
  /// @throws UsageFailure if the options are out of range
  Selection selection(int offset, int count) {
    if (skipRows < 0) {
      throw new UsageFailure("--skip-rows %d must not be negative".formatted(skipRows));
    }
    return new Selection(offset, count, skipRows, column());
  }

  private OptionalInt column() {
    if (labelColumn == null) {
      return OptionalInt.empty();
    }
    if (labelColumn.equals("last")) {
      return OptionalInt.of(Selection.LAST_COLUMN);
    }
    try {
      int column = Integer.parseInt(labelColumn);
      if (column >= 0) {
        return OptionalInt.of(column);
      }
    } catch (NumberFormatException e) {
      // Falls through to the sentence below.
    }
    throw new UsageFailure(
        "--label-column is '%s', neither 'last' nor a number from 0".formatted(labelColumn));
  }
}
