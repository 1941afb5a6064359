package io.cloakwork.kernels.launch;

import io.cloakwork.spi.graph.CommandGraph;
import io.cloakwork.spi.graph.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Finds commands that kernels do as one ([ConversionPattern], [DivisionPattern],
/// [ProductPattern]), mostly around temporaries that one command writes whole and one reads whole.
///
/// What nobody reads any more afterwards is left out. Rows are written once, so that a command may
/// move to the place of another whose operands it has.
final class Fusion {

  private Fusion() {}

  /// The operations of `graph`, in an order in which they may run.
  static List<PlanOp> of(CommandGraph graph) {
    Uses uses = new Uses(graph);
    PlanOp[] fused = new PlanOp[uses.count()];
    new ConversionPattern(uses).apply(fused);
    new DivisionPattern(uses).apply(fused);
    new ProductPattern(uses).apply(fused);
    List<PlanOp> operations = new ArrayList<>();
    for (int i = 0; i < fused.length; i++) {
      if (fused[i] != null) {
        operations.add(fused[i]);
      } else if (!uses.isTaken(i)) {
        operations.add(new PlanOp.Single(i, uses.command(i)));
      }
    }
    return withoutUnread(graph, operations);
  }

  /// Without the operations whose results are temporaries that nobody reads.
  private static List<PlanOp> withoutUnread(CommandGraph graph, List<PlanOp> operations) {
    boolean[] read = new boolean[graph.values().size()];
    List<PlanOp> needed = new ArrayList<>();
    for (PlanOp operation : operations.reversed()) {
      boolean isNeeded =
          operation.writes().stream()
              .map(io.cloakwork.spi.graph.RnsView::value)
              .anyMatch(out -> isNeeded(out, read));
      if (isNeeded) {
        operation.reads().forEach(view -> read[view.value().id()] = true);
        needed.add(operation);
      }
    }
    Collections.reverse(needed);
    return needed;
  }

  private static boolean isNeeded(Value out, boolean[] read) {
    return out.isBound() || read[out.id()];
  }
}
