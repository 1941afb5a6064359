package io.cloakwork.cli.command;

import io.cloakwork.bench.result.BenchCsv;
import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.cli.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The file that a benchmark's results are written to besides the console, if one is named.
final class BenchOutput {

  private static final String CSV = ".csv";

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "Write the results to FILE, too: as CSV if its name ends in .csv, else JSON.")
  private Path out;

  /// The file, checked before minutes are spent on what goes there.
  ///
  /// @throws io.cloakwork.cli.CommandFailure if it cannot be written
  Optional<OutputFile> file() {
    return Optional.ofNullable(out).map(OutputFile::requireWritable);
  }

  /// Writes one of the two forms.
  static void write(OutputFile file, Map<String, Object> json, List<BenchRow> rows) {
    String text =
        file.path().toString().endsWith(CSV)
            ? values(rows)
            : Json.write(json) + System.lineSeparator();
    file.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Rows as comma-separated values.
  static String values(List<BenchRow> rows) {
    try {
      StringBuilder csv = new StringBuilder();
      BenchCsv.write(rows, csv);
      return csv.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory cannot be written", e);
    }
  }
}
