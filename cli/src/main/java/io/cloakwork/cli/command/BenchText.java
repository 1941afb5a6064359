package io.cloakwork.cli.command;

import io.cloakwork.bench.result.BenchRow;
import io.cloakwork.bench.result.Floor;
import io.cloakwork.bench.result.Timing;
import io.cloakwork.cli.Console;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// Rows as tables for people, one for each device, parameter set and network.
record BenchText(Console console) {

  private static final int NAME_WIDTH = 36;

  void print(List<BenchRow> rows) {
    String heading = "";
    for (BenchRow row : rows) {
      String own = heading(row);
      if (!own.equals(heading)) {
        heading = own;
        console.out().printf("%n%s%n", heading);
        console
            .out()
            .printf(
                "  %-36s %14s %7s %6s %9s %8s %s%n",
                "", "median us", "spread", "runs", "of floor", "bits", "bound by");
      }
      print(row);
    }
  }

  private static String heading(BenchRow row) {
    String subject = row.workload().isEmpty() ? "" : row.workload() + ", ";
    String batch = row.batch() == 1 ? "" : ", batch " + row.batch();
    return "%s%s%s on %s (%s), %d thread%s"
        .formatted(
            subject,
            row.parameters().name(),
            batch,
            row.by().backend(),
            row.by().device(),
            row.threads(),
            row.threads() == 1 ? "" : "s");
  }

  private void print(BenchRow row) {
    Timing timing = row.timing();
    console
        .out()
        .printf(
            Locale.ROOT,
            "  %-36s %14.1f %7s %6d %9s %8s %s%n",
            shortened(row.op()),
            timing.medianMicros(),
            spread(timing),
            timing.runs(),
            percent(row.achieved()),
            number(row.precisionBits()),
            row.floor().map(floor -> limit(floor, row.beatsFloor())).orElse(""));
  }

  private static String shortened(String name) {
    return name.length() <= NAME_WIDTH ? name : name.substring(0, NAME_WIDTH - 1) + "…";
  }

  /// Four fifths of the samples lie so far apart, relative to the median.
  private static String spread(Timing timing) {
    if (timing.p10Micros().isEmpty() || timing.p90Micros().isEmpty()) {
      return "";
    }
    double width = timing.p90Micros().getAsDouble() - timing.p10Micros().getAsDouble();
    return percent(OptionalDouble.of(width / timing.medianMicros()));
  }

  private static String percent(OptionalDouble part) {
    return part.isEmpty() ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * part.getAsDouble());
  }

  private static String number(OptionalDouble value) {
    return value.isEmpty() ? "" : String.format(Locale.ROOT, "%.1f", value.getAsDouble());
  }

  private static String limit(Floor floor, boolean isBeaten) {
    return limit(floor)
        + (isBeaten ? " (faster than its floor: a peak or a count is too low)" : "");
  }

  private static String limit(Floor floor) {
    if (!floor.isCounted()) {
      return "";
    }
    return floor.isBoundByMemory() ? "memory" : "products";
  }
}
