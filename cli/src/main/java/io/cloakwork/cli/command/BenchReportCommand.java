package io.cloakwork.cli.command;

import io.cloakwork.bench.report.BenchReport;
import io.cloakwork.bench.report.Source;
import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.cli.Console;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes a page of files of results.
@Command(
    name = "report",
    description =
        "Make one HTML page, with charts, of files of results, of this program or of others.")
final class BenchReportCommand extends ConsoleCommand {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Results: JSON of 'bench', or one JSON object a line.")
  private List<Path> files;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      required = true,
      description = "The page, one HTML file.")
  private Path out;

  @Option(
      names = "--csv",
      paramLabel = "FILE",
      description = "Also write all results as comma-separated values.")
  private Path csv;

  BenchReportCommand(Console console) {
    super(console);
  }

  private record Written(Path file, Path csv, int files, int results) implements Result {

    @Override
    public Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("file", file.toString());
      if (csv != null) {
        json.put("csv", csv.toString());
      }
      json.put("files", files);
      json.put("results", results);
      return json;
    }

    @Override
    public void print(Console console) {
      console.out().printf("wrote %s, a report of %,d results%n", file, results);
      if (csv != null) {
        console.out().println("wrote " + csv);
      }
    }
  }

  @Override
  Result execute() {
    OutputFile page = writable(out);
    OutputFile table = csv == null ? null : writable(csv);
    List<Source> sources = new ArrayList<>();
    List<BenchRow> rows = new ArrayList<>();
    for (Path file : files) {
      Source source = new Source(file.getFileName().toString(), ResultInputs.read(file));
      sources.add(source);
      rows.addAll(source.run().rows());
    }
    write(page, BenchReport.write(sources, Version.number()));
    if (table != null) {
      write(table, BenchOutput.values(rows));
    }
    return new Written(out, csv, sources.size(), rows.size());
  }

  private OutputFile writable(Path path) {
    OutputFile file = OutputFile.requireWritable(path);
    files.forEach(file::requireOtherThan);
    return file;
  }

  private static void write(OutputFile file, String content) {
    file.write(content.getBytes(StandardCharsets.UTF_8));
  }
}
