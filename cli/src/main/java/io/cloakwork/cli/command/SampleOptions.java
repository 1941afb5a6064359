package io.cloakwork.cli.command;

import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.input.SampleFiles;
import io.cloakwork.cli.input.Samples;
import io.cloakwork.cli.input.Selection;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/// Which samples to read from which file.
final class SampleOptions {

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description = "Samples: IDX, NPY, or text with commas or blanks; may be gzip.")
  private Path input;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "One label a sample, in the same formats.")
  private Path labels;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "32",
      description = "How many samples (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--offset",
      paramLabel = "N",
      defaultValue = "0",
      description = "How many samples to pass over first.")
  private int offset;

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

  /// Samples and, where there are any, one label for each.
  record Labelled(Samples samples, List<Double> labels) {}

  /// Reads them.
  ///
  /// @throws UsageFailure if the options contradict each other or are out of range
  Labelled read() {
    requireSensible();
    Samples samples =
        SampleFiles.read(input, new Selection(offset, count, skipRows, labelColumn()));
    if (labels == null) {
      return new Labelled(samples, samples.labels());
    }
    return new Labelled(samples, SampleFiles.readLabels(labels, offset, samples.count()));
  }

  private void requireSensible() {
    if (count < 1) {
      throw new UsageFailure("--count is %d and must be positive".formatted(count));
    }
    if (offset < 0 || skipRows < 0) {
      throw new UsageFailure(
          "%s must not be negative"
              .formatted(offset < 0 ? "--offset " + offset : "--skip-rows " + skipRows));
    }
    if (labels != null && labelColumn != null) {
      throw new UsageFailure("--labels and --label-column both say where the labels are");
    }
  }

  private OptionalInt labelColumn() {
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
