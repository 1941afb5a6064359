package io.cloakwork.cli.command;

import io.cloakwork.bench.compare.Comparison;
import io.cloakwork.bench.compare.Difference;
import io.cloakwork.bench.compare.Pair;
import io.cloakwork.bench.compare.Ratio;
import io.cloakwork.bench.compare.Verdict;
import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.BenchRun;
import io.cloakwork.cli.terminal.Quantities;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A comparison for people.
final class BenchCompareText {

  private static final int MIN_NAME_WIDTH = 24;
  private static final double MICROS = 1e-6;

  private final Comparison found;
  private final PrintStream out;
  private final int nameWidth;

  private BenchCompareText(Comparison found, PrintStream out) {
    this.found = found;
    this.out = out;
    this.nameWidth =
        found.pairs().stream()
            .mapToInt(pair -> name(pair.baseline()).length())
            .reduce(MIN_NAME_WIDTH, Math::max);
  }

  static void print(Comparison found, PrintStream out) {
    new BenchCompareText(found, out).print();
  }

  private void print() {
    out.println("A  " + title(found.baseline()));
    out.println("B  " + title(found.candidate()));
    found.notes().forEach(note -> out.println("   " + oneLine(note)));
    List<Pair> same = found.pairs().stream().filter(pair -> pair.likeness().isSameWork()).toList();
    List<Pair> different = found.pairs(Verdict.DIFFERENT_WORK);
    section("Same work (B/A above 1: B is slower)", same, false);
    section("Different work, which nothing follows from", different, true);
    alone("Only in A", found.onlyInBaseline());
    alone("Only in B", found.onlyInCandidate());
    summary(same);
  }

  private void section(String title, List<Pair> pairs, boolean withDifferences) {
    if (pairs.isEmpty()) {
      return;
    }
    out.printf("%n%s%n", title);
    out.printf(
        "  %-" + nameWidth + "s %10s %10s %7s  %-15s%n", "", "A", "B", "B/A", "95 % interval");
    for (Pair pair : pairs) {
      line(pair);
      if (withDifferences) {
        String all =
            pair.likeness().differences().stream()
                .map(Difference::toString)
                .collect(Collectors.joining(", "));
        out.println("      " + oneLine(all));
      }
    }
  }

  private void line(Pair pair) {
    String text =
        String.format(
            Locale.ROOT,
            "  %-" + nameWidth + "s %10s %10s %7.3f  %-15s  %s",
            name(pair.baseline()),
            micros(pair.baseline()),
            micros(pair.candidate()),
            pair.ratio().value(),
            pair.ratio().interval().map(BenchCompareText::interval).orElse("no samples"),
            remark(pair));
    out.println(text.stripTrailing());
  }

  private static String micros(BenchRow row) {
    return Quantities.seconds(row.timing().medianMicros() * MICROS);
  }

  private static String interval(Ratio.Interval interval) {
    return String.format(Locale.ROOT, "%.3f to %.3f", interval.low(), interval.high());
  }

  private String remark(Pair pair) {
    return switch (pair.verdict(found.threshold())) {
      case REGRESSION -> "SLOWER";
      case UNSURE -> "slower, or chance";
      case FASTER -> "faster";
      case SAME, DIFFERENT_WORK -> "";
    };
  }

  private void alone(String title, List<BenchRow> rows) {
    if (!rows.isEmpty()) {
      out.printf("%n%s%n", title);
      rows.forEach(row -> out.println("  " + name(row)));
    }
  }

  private void summary(List<Pair> same) {
    Set<String> unstated = new TreeSet<>();
    same.forEach(pair -> unstated.addAll(pair.likeness().unstated()));
    out.println();
    if (!unstated.isEmpty()) {
      out.println("Only one of the two says: " + String.join(", ", unstated));
    }
    if (same.isEmpty()) {
      out.println("No two results measured the same work");
    } else {
      out.printf(
          Locale.ROOT,
          "%d compared, %d slower by more than %.4g %%, %d faster; geometric mean of B/A %.3f%n",
          same.size(),
          found.pairs(Verdict.REGRESSION).size(),
          100 * found.threshold(),
          found.pairs(Verdict.FASTER).size(),
          found.geometricMean().orElseThrow());
    }
  }

  private static String title(BenchRun run) {
    String version = run.version() + (run.commit().isEmpty() ? "" : " (" + run.commit() + ")");
    String date = run.date().map(time -> ", " + time).orElse("");
    return oneLine(
        "%s %s%s, %d results".formatted(run.library(), version, date, run.rows().size()));
  }

  /// For instance `rotate P2 cpu, 2 threads, batch 8, level 3`.
  private static String name(BenchRow row) {
    StringBuilder name = new StringBuilder();
    if (!row.workload().isEmpty()) {
      name.append(row.workload()).append(' ');
    }
    name.append(row.op()).append(' ').append(row.parameters().name());
    name.append(' ').append(row.by().backend().isEmpty() ? row.by().library() : row.by().backend());
    name.append(", ").append(row.threads()).append(row.threads() == 1 ? " thread" : " threads");
    if (row.batch() != 1) {
      name.append(", batch ").append(row.batch());
    }
    row.level().ifPresent(level -> name.append(", level ").append(level));
    return oneLine(name.toString());
  }

  /// What comes from a file may not write over the terminal.
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
