package io.cloakwork.cli.command;

import io.cloakwork.cli.UsageFailure;
import io.cloakwork.cli.input.SampleFiles;
import io.cloakwork.cli.input.Samples;
import java.nio.file.Path;
import java.util.List;
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

  /// Samples and, where there are any, one label for each.
  record Labelled(Samples samples, List<Double> labels) {}

  /// Reads them.
  ///
  /// @throws UsageFailure if the options contradict each other or are out of range
  Labelled read(TextRows rows) {
    requireSensible(rows);
    Samples samples = SampleFiles.read(input, rows.selection(offset, count));
    if (labels == null) {
      return new Labelled(samples, samples.labels());
    }
    return new Labelled(samples, SampleFiles.readLabels(labels, offset, samples.count()));
  }

  private void requireSensible(TextRows rows) {
    if (count < 1) {
      throw new UsageFailure("--count is %d and must be positive".formatted(count));
    }
    if (offset < 0) {
      throw new UsageFailure("--offset %d must not be negative".formatted(offset));
    }
    if (labels != null && rows.hasLabels()) {
      throw new UsageFailure("--labels and --label-column both say where the labels are");
    }
  }
}
