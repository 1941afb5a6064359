package io.cloakwork.bench.result;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one run of a benchmark found.
///
/// @param library whose benchmark it was
/// @param version of the library; empty if unknown
/// @param commit of the sources; empty if unknown
/// @param date when it began
/// @param command the arguments, without the program's name
/// @param flags what the virtual machine was started with
/// @param machine empty for rows that were collected from elsewhere
/// @param devices all that rows were measured on
/// @param rows in the order in which they were measured
public record BenchRun(
    String library,
    String version,
    String commit,
    Optional<Instant> date,
    List<String> command,
    List<String> flags,
    Optional<Machine> machine,
    List<MeasuredDevice> devices,
    List<BenchRow> rows) {

  public BenchRun {
    command = List.copyOf(command);
    flags = List.copyOf(flags);
    devices = List.copyOf(devices);
    rows = List.copyOf(rows);
  }

  /// Rows of which it is not known where they were measured.
  public static BenchRun ofRows(List<BenchRow> rows) {
    String library = rows.isEmpty() ? "" : rows.getFirst().by().library();
    String version = rows.isEmpty() ? "" : rows.getFirst().by().version();
    return new BenchRun(
        library,
        version,
        "",
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        rows);
  }
}
