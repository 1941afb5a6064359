package io.cloakwork.cost;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// How many rows each kind of work is done on.
///
/// @param rows none for what is not in it
public record RowCounts(Map<RowWork, Long> rows) {

  public RowCounts {
    Map<RowWork, Long> copy = new EnumMap<>(RowWork.class);
    copy.putAll(rows);
    rows = Collections.unmodifiableMap(copy);
  }

  public long of(RowWork work) {
    return rows.getOrDefault(work, 0L);
  }
}
