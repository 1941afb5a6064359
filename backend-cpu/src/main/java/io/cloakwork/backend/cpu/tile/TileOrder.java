package io.cloakwork.backend.cpu.tile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The order in which a tile computes its rows: operands when they are first needed, and, as soon
/// as a row is there, every reader of it that gives back at least as many rows as it makes. Few
/// rows are alive at a time, so that they stay in the core's cache.
final class TileOrder {

  private final Map<RowNode, Integer> usesLeft = new HashMap<>();
  private final List<RowNode> order = new ArrayList<>();
  private final Map<RowNode, Boolean> done = new HashMap<>();
  private final Deque<RowNode> pending = new ArrayDeque<>();
  // Inner products that come right after another with the same first factors.
  private final Set<RowNode> twins = new HashSet<>();

  private TileOrder(List<RowNode> nodes) {
    for (RowNode node : nodes) {
      done.put(node, false);
    }
    for (RowNode node : nodes) {
      usesLeft.put(node, (int) node.users().stream().filter(done::containsKey).count());
    }
  }

  /// Orders the rows of one tile, given in creation order.
  static List<RowNode> of(List<RowNode> nodes) {
    TileOrder order = new TileOrder(nodes);
    for (RowNode node : nodes) {
      if (order.usesLeft.get(node) == 0) {
        order.demand(node);
      }
    }
    return List.copyOf(order.order);
  }

  /// Computes `root` and what it needs, depth first.
  private void demand(RowNode root) {
    pending.push(root);
    while (!pending.isEmpty()) {
      RowNode node = pending.peek();
      RowNode missing = firstMissing(node);
      if (missing != null) {
        pending.push(missing);
      } else {
        pending.pop();
        emit(node);
      }
    }
  }

  private RowNode firstMissing(RowNode node) {
    if (isDone(node)) {
      return null;
    }
    for (RowNode operand : node.operands()) {
      if (!isDone(operand)) {
        return operand;
      }
    }
    return null;
  }

  /// Done, or not of this tile: bound, or stored by an earlier stage.
  private boolean isDone(RowNode node) {
    return done.getOrDefault(node, true);
  }

  private void emit(RowNode first) {
    Deque<RowNode> ready = new ArrayDeque<>();
    ready.add(first);
    while (!ready.isEmpty()) {
      RowNode node = ready.poll();
      if (isDone(node)) {
        continue;
      }
      done.put(node, true);
      order.add(node);
      node.operands().stream()
          .distinct()
          .forEach(operand -> usesLeft.computeIfPresent(operand, (_, uses) -> uses - 1));
      addTwin(node, ready);
      addFreeing(node, ready);
      for (RowNode operand : node.operands()) {
        if (done.containsKey(operand)) {
          addFreeing(operand, ready);
        }
      }
    }
  }

  /// After one inner product the next with the same first factors: their kernel does two at a time.
  private void addTwin(RowNode node, Deque<RowNode> ready) {
    if (node.op() != RowOp.InnerProduct.INNER_PRODUCT || twins.contains(node)) {
      return;
    }
    for (RowNode user : node.operands().getFirst().users()) {
      if (!isDone(user) && isTwin(node, user) && firstMissing(user) == null) {
        twins.add(user);
        ready.addFirst(user);
        return;
      }
    }
  }

  private static boolean isTwin(RowNode a, RowNode b) {
    if (!a.op().equals(b.op()) || a.operands().size() != b.operands().size()) {
      return false;
    }
    for (int i = 0; i < a.operands().size(); i += 2) {
      if (!a.operands().get(i).equals(b.operands().get(i))) {
        return false;
      }
    }
    return true;
  }

  private void addFreeing(RowNode row, Deque<RowNode> ready) {
    for (RowNode user : row.users()) {
      if (!isDone(user) && firstMissing(user) == null && freesARow(user)) {
        ready.add(user);
      }
    }
  }

  private boolean freesARow(RowNode user) {
    for (RowNode operand : user.operands()) {
      if (usesLeft.getOrDefault(operand, 0) == 1) {
        return true;
      }
    }
    return false;
  }
}
