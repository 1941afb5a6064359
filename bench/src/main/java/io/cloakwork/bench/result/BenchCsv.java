package io.cloakwork.bench.result;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes rows as comma-separated values (RFC 4180), one line a row after a line of names, which
/// are those of the JSON. What is unknown is an empty field; samples and peaks are left out.
public final class BenchCsv {

  private static final List<String> NAMES =
      List.of(
          "kind",
          "library",
          "version",
          "backend",
          "device",
          "workload",
          "op",
          "params",
          "logN",
          "logQP",
          "limbs",
          "digitCount",
          "logScale",
          "securityBits",
          "level",
          "batch",
          "threads",
          "median_us",
          "min_us",
          "p10_us",
          "p90_us",
          "runs",
          "precision_bits",
          "setup_us",
          "floor_us",
          "achieved",
          "modular_operations",
          "bytes");

  private BenchCsv() {}

  /// Writes the names and the rows.
  public static void write(List<BenchRow> rows, Appendable out) throws IOException {
    out.append(String.join(",", NAMES)).append("\r\n");
    for (BenchRow row : rows) {
      String line =
          Stream.of(subject(row), parameters(row), measured(row), floor(row))
              .flatMap(List::stream)
              .map(BenchCsv::quoted)
              .collect(Collectors.joining(","));
      out.append(line).append("\r\n");
    }
  }

  private static List<String> subject(BenchRow row) {
    Implementation by = row.by();
    return List.of(
        row.kind().label(),
        by.library(),
        by.version(),
        by.backend(),
        by.device(),
        row.workload(),
        row.op());
  }

  private static List<String> parameters(BenchRow row) {
    ParameterFacts parameters = row.parameters();
    return List.of(
        parameters.name(),
        text(parameters.logN()),
        text(parameters.logQP()),
        text(parameters.limbs()),
        text(parameters.digitCount()),
        text(parameters.logScale()),
        text(parameters.securityBits()),
        text(row.level()));
  }

  private static List<String> measured(BenchRow row) {
    Timing timing = row.timing();
    return List.of(
        Integer.toString(row.batch()),
        Integer.toString(row.threads()),
        text(OptionalDouble.of(timing.medianMicros())),
        text(timing.leastMicros()),
        text(timing.p10Micros()),
        text(timing.p90Micros()),
        Integer.toString(timing.runs()),
        text(row.precisionBits()),
        text(row.setupMicros()));
  }

  private static List<String> floor(BenchRow row) {
    OptionalLong none = OptionalLong.empty();
    return List.of(
        text(row.floor().map(f -> OptionalDouble.of(f.micros())).orElse(OptionalDouble.empty())),
        text(row.achieved()),
        text(row.floor().map(Floor::modularOperations).orElse(none)),
        text(row.floor().map(Floor::bytes).orElse(none)));
  }

  private static String text(OptionalDouble value) {
    return value.isEmpty() ? "" : Double.toString(RowWriter.number(value.getAsDouble()));
  }

  private static String text(OptionalInt value) {
    return value.isEmpty() ? "" : Integer.toString(value.getAsInt());
  }

  private static String text(OptionalLong value) {
    return value.isEmpty() ? "" : Long.toString(value.getAsLong());
  }

  private static String quoted(String value) {
    boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
  }
}
