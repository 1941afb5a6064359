package io.cloakwork.kernels.launch;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which launches have to follow each other: a row is read after it has been written, and written
/// after it has been read or written. Operands are taken to touch every row from their first to
/// their last, so launches that could overlap may be kept apart, never the other way round.
final class Hazards {

  /// A launch's use of the rows \[from, to) of a buffer.
  private record Use(int launch, int from, int to, boolean writes) {

    boolean conflicts(Use later) {
      return (writes || later.writes) && from < later.to && later.from < to;
    }

    /// Whether whoever has to wait for `earlier` waits for this anyway.
    boolean covers(Use earlier) {
      return writes && from <= earlier.from && earlier.to <= to;
    }
  }

  private final Map<BufferRef, List<Use>> uses = new HashMap<>();
  private final List<BitSet> direct = new ArrayList<>();

  /// Notes the next launch.
  ///
  /// @param operands its operands, the result last
  /// @return the launches that it has to wait for, ascending, without those for which one of the
  ///   others waits
  List<Integer> next(List<Rows> operands) {
    int launch = direct.size();
    BitSet before = new BitSet();
    for (int i = 0; i < operands.size(); i++) {
      Rows rows = operands.get(i);
      Use use = new Use(launch, rows.from(), rows.to(), i == operands.size() - 1);
      for (Use earlier : uses.getOrDefault(rows.buffer(), List.of())) {
        if (earlier.launch != launch && earlier.conflicts(use)) {
          before.set(earlier.launch);
        }
      }
    }
    for (int i = 0; i < operands.size(); i++) {
      Rows rows = operands.get(i);
      Use use = new Use(launch, rows.from(), rows.to(), i == operands.size() - 1);
      List<Use> known = uses.computeIfAbsent(rows.buffer(), _ -> new ArrayList<>());
      known.removeIf(use::covers);
      known.add(use);
    }
    direct.add(before);
    return withoutImplied(before);
  }

  private List<Integer> withoutImplied(BitSet before) {
    BitSet implied = new BitSet();
    before.stream().forEach(launch -> implied.or(direct.get(launch)));
    return before.stream().filter(launch -> !implied.get(launch)).boxed().toList();
  }
}
