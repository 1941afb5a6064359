package io.cloakwork.cli.command;

import io.cloakwork.cli.CommandFailure;
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

  Labelled read() {
    Samples samples =
        SampleFiles.read(input, new Selection(offset, count, skipRows, labelColumn()));
    if (labels == null) {
      return new Labelled(samples, samples.labels());
    }
    if (labelColumn != null) {
      throw new CommandFailure("--labels and --label-column both say where the labels are");
    }
    return new Labelled(samples, SampleFiles.readLabels(labels, offset, samples.count()));
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
    throw new CommandFailure(
        "--label-column is '%s', neither 'last' nor a number from 0".formatted(labelColumn));
  }
}
