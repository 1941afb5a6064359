package io.cloakwork.backend.cpu.tile;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Workspace rows for what crosses a barrier. A row is taken in the stage that computes it and is
/// free again after the last stage that reads it.
final class StoredRows {

  /// Rows that may stand in for each other once free.
  private enum Kind {
    FAST_ITEM,
    FAST_SHARED,
    WIDE_ITEM,
    WIDE_SHARED;

    static Kind of(RowNode node) {
      if (node.modulus().isFastLane()) {
        return node.shared() ? FAST_SHARED : FAST_ITEM;
      }
      return node.shared() ? WIDE_SHARED : WIDE_ITEM;
    }

    boolean isFast() {
      return this == FAST_ITEM || this == FAST_SHARED;
    }

    boolean isShared() {
      return this == FAST_SHARED || this == WIDE_SHARED;
    }
  }

  private final int batch;
  private final Map<RowNode, Integer> firstRow = new HashMap<>();
  private final Map<Kind, Deque<Integer>> free = new EnumMap<>(Kind.class);
  private long fastRows;
  private long wideRows;

  private StoredRows(int batch) {
    this.batch = batch;
    for (Kind kind : Kind.values()) {
      free.put(kind, new ArrayDeque<>());
    }
  }

  /// @param items items that are run at a time
  static StoredRows of(RowGraph graph, Tiling tiling, int items) {
    StoredRows stored = new StoredRows(items);
    List<List<RowNode>> made = new ArrayList<>();
    List<List<RowNode>> dead = new ArrayList<>();
    for (int s = 0; s < tiling.plan().stages(); s++) {
      made.add(new ArrayList<>());
      dead.add(new ArrayList<>());
    }
    for (RowNode node : graph.nodes()) {
      if (tiling.isStored(node)) {
        made.get(tiling.plan().stageOf(node)).add(node);
        int last = node.users().stream().mapToInt(tiling.plan()::stageOf).max().orElseThrow();
        dead.get(last).add(node);
      }
    }
    for (int s = 0; s < made.size(); s++) {
      made.get(s).forEach(stored::take);
      dead.get(s).forEach(stored::giveBack);
    }
    return stored;
  }

  private void take(RowNode node) {
    Kind kind = Kind.of(node);
    Integer row = free.get(kind).pollLast();
    if (row == null) {
      long next = kind.isFast() ? fastRows : wideRows;
      row = Math.toIntExact(next);
      int rows = kind.isShared() ? 1 : batch;
      if (kind.isFast()) {
        fastRows += rows;
      } else {
        wideRows += rows;
      }
    }
    firstRow.put(node, row);
  }

  private void giveBack(RowNode node) {
    free.get(Kind.of(node)).addLast(firstRow.get(node));
  }

  /// The workspace row of item 0; the other items follow.
  ///
  /// @return −1 if the node is not stored
  int firstRow(RowNode node) {
    return firstRow.getOrDefault(node, -1);
  }

  /// Rows of the fast lane in all.
  long fastRows() {
    return fastRows;
  }

  /// Rows of the wide lane in all.
  long wideRows() {
    return wideRows;
  }
}
