package io.cloakwork.kernels.launch;

import java.util.Map;
import java.util.TreeMap;

/// Gives out rows of the scratch, first fit, and takes them back.
final class ScratchRows {

  // Free rows by their start; neighbours are merged.
  private final TreeMap<Integer, Integer> free = new TreeMap<>();
  private int end;

  /// The first of `count` rows.
  int take(int count) {
    Map.Entry<Integer, Integer> hole = firstHole(count);
    if (hole == null) {
      return takeFromTheEnd(count);
    }
    int start = hole.getKey();
    int rest = hole.getValue() - count;
    free.remove(start);
    if (rest > 0) {
      free.put(start + count, rest);
    }
    return start;
  }

  private Map.Entry<Integer, Integer> firstHole(int count) {
    for (Map.Entry<Integer, Integer> hole : free.entrySet()) {
      if (hole.getValue() >= count) {
        return hole;
      }
    }
    return null;
  }

  /// A hole that ends where everything ends is made longer.
  private int takeFromTheEnd(int count) {
    Map.Entry<Integer, Integer> last = free.lastEntry();
    int start = end;
    if (last != null && last.getKey() + last.getValue() == end) {
      start = last.getKey();
      free.remove(start);
    }
    end = Math.addExact(start, count);
    return start;
  }

  void giveBack(int start, int count) {
    int from = start;
    int length = count;
    Map.Entry<Integer, Integer> before = free.lowerEntry(start);
    if (before != null && before.getKey() + before.getValue() == start) {
      from = before.getKey();
      length += before.getValue();
    }
    Integer after = free.remove(start + count);
    if (after != null) {
      length += after;
    }
    free.put(from, length);
  }

  /// The most rows that were taken at once, holes included.
  int size() {
    return end;
  }
}
