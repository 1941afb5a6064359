package io.cloakwork.backend.cpu.tile;

import io.cloakwork.spi.graph.CommandGraph;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// A command graph row by row: every row that some output needs, in an order in which they may be
/// computed. Rows that nothing needs are not here.
///
/// @param graph what was expanded
/// @param nodes the live nodes in creation order
/// @param ids the number of ids; those of `nodes` are below it
record RowGraph(CommandGraph graph, List<RowNode> nodes, int ids) {

  /// Keeps the nodes of `all` (in creation order) that outputs depend on and links their users.
  static RowGraph ofLive(CommandGraph graph, List<RowNode> all) {
    BitSet live = new BitSet(all.size());
    for (int id = all.size() - 1; id >= 0; id--) {
      RowNode node = all.get(id);
      if (node.target() != null) {
        live.set(id);
      }
      if (live.get(id)) {
        node.operands().forEach(operand -> live.set(operand.id()));
      }
    }
    List<RowNode> nodes = new ArrayList<>(live.cardinality());
    live.stream().forEach(id -> nodes.add(all.get(id)));
    for (RowNode node : nodes) {
      node.users().clear();
      for (RowNode operand : node.operands()) {
        addUser(operand, node);
      }
    }
    return new RowGraph(graph, List.copyOf(nodes), all.size());
  }

  private static void addUser(RowNode operand, RowNode user) {
    List<RowNode> users = operand.users();
    // Users come one after the other, so a repeated operand shows in the last entry.
    if (users.isEmpty() || users.getLast() != user) {
      users.add(user);
    }
  }
}
