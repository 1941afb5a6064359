package io.cloakwork.backend.cpu.tile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which scratch row of its worker holds a row while its tile runs. The row that became free last
/// is taken first: it is the one most likely in the cache.
final class ScratchRows {

  private final Map<RowNode, Integer> rowOf = new HashMap<>();
  private final Map<RowNode, Integer> usesLeft = new HashMap<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private int used;

  /// Scratch rows for a tile that computes `nodes`.
  ScratchRows(List<RowNode> nodes) {
    for (RowNode node : nodes) {
      distinct(node.operands()).forEach(operand -> usesLeft.merge(operand, 1, Integer::sum));
    }
  }

  boolean holds(RowNode node) {
    return rowOf.containsKey(node);
  }

  int rowOf(RowNode node) {
    return rowOf.get(node);
  }

  /// Gives `node` a row until its last reader in the tile has run.
  void take(RowNode node) {
    Integer row = free.pollFirst();
    rowOf.put(node, row == null ? used++ : row);
  }

  /// `reader` has read its operands: frees the rows that it was the last to read.
  void endUses(RowNode reader) {
    for (RowNode operand : distinct(reader.operands())) {
      if (usesLeft.merge(operand, -1, Integer::sum) == 0 && rowOf.containsKey(operand)) {
        free.addFirst(rowOf.remove(operand));
      }
    }
  }

  /// The number of rows that were needed at once.
  int used() {
    return used;
  }

  private static Set<RowNode> distinct(List<RowNode> nodes) {
    return new LinkedHashSet<>(nodes);
  }
}
