package io.cloakwork.cli.command;

import io.cloakwork.bench.compare.Comparison;
import io.cloakwork.bench.compare.ComparisonJson;
import io.cloakwork.bench.compare.Verdict;
import io.cloakwork.cli.Console;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Compares two files of results; exit code 1 if the second is slower.
@Command(
    name = "compare",
    description = {
      "Compare two files of results, of this program or of other libraries.",
      "Ratios are B over A, so above 1 where B is slower; exit code 1 if any is past the threshold."
    })
final class BenchCompareCommand extends ConsoleCommand {

  @Parameters(
      index = "0",
      paramLabel = "A",
      description = "The baseline: JSON of 'bench', or one JSON object a line.")
  private Path baseline;

  @Parameters(index = "1", paramLabel = "B", description = "What is compared with it.")
  private Path candidate;

  @Option(
      names = "--threshold",
      paramLabel = "PERCENT",
      defaultValue = "5%",
      converter = Percentage.class,
      description = "How much slower B may be, for instance 10%% (default: 5%%).")
  private double threshold;

  BenchCompareCommand(Console console) {
    super(console);
  }

  private record Compared(Comparison found, Path baseline, Path candidate) implements Result {

    @Override
    public Map<String, Object> toJson() {
      return ComparisonJson.of(found, baseline.toString(), candidate.toString());
    }

    @Override
    public void print(Console console) {
      BenchCompareText.print(found, console.out());
    }

    @Override
    public Optional<String> failure() {
      int slower = found.pairs(Verdict.REGRESSION).size();
      return slower == 0
          ? Optional.empty()
          : Optional.of(
              "%d of %d results of %s are more than %s slower than those of %s"
                  .formatted(
                      slower,
                      found.pairs().size(),
                      candidate,
                      Percentage.text(found.threshold()),
                      baseline));
    }
  }

  @Override
  Result execute() {
    Comparison found =
        Comparison.of(ResultInputs.read(baseline), ResultInputs.read(candidate), threshold);
    return new Compared(found, baseline, candidate);
  }
}
