package io.cloakwork.kernels.launch;

import io.cloakwork.spi.device.ExecutableReport;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.List;

/// A command graph as launches, and the tables that they read. The launches may run in their order,
/// or any two at a time of which neither waits for the other. Immutable.
public final class LaunchPlan {

  private final List<Launch> launches;
  private final int[] integers;
  private final long[] constants;
  private final int scratchRows;

  LaunchPlan(List<Launch> launches, int[] integers, long[] constants, int scratchRows) {
    this.launches = List.copyOf(launches);
    this.integers = integers;
    this.constants = constants;
    this.scratchRows = scratchRows;
  }

  public List<Launch> launches() {
    return launches;
  }

  /// The records of the launches, and index tables. At least one.
  public int[] integers() {
    return integers.clone();
  }

  /// The records of the moduli, and the scalars of the launches. At least one.
  public long[] constants() {
    return constants.clone();
  }

  /// What all launches move.
  public Traffic traffic() {
    return launches.stream().map(Launch::traffic).reduce(Traffic.NONE, Traffic::plus);
  }

  /// Bytes that temporaries take.
  public long scratchBytes(int logN) {
    return ((long) scratchRows * Long.BYTES) << logN;
  }

  /// What executing this plan of `graph` takes.
  public ExecutableReport report(CommandGraph graph) {
    return new ExecutableReport(
        launches.size(),
        scratchBytes(graph.logN()),
        graph.lifetimes().boundBytes(),
        launches.stream().map(Launch::toString).toList());
  }

  /// Rows of N words that temporaries take.
  public int scratchRows() {
    return scratchRows;
  }
}
