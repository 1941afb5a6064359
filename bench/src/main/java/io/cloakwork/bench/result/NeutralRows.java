package io.cloakwork.bench.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// Writes rows as lines of JSON that name no machine: the least that figures of different libraries
/// have in common, `library, version, params, op, threads, median_us, runs`, and `parameters` where
/// they are known, without which nobody could tell whether two rows compare.
public final class NeutralRows {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private NeutralRows() {}

  /// Writes one line a row. Layers, set-up and served requests have no place in the format and are
  /// left out.
  public static void write(List<BenchRow> rows, Appendable out) throws IOException {
    for (BenchRow row : rows) {
      switch (row.kind()) {
        case OP, NET -> out.append(line(row)).append('\n');
        case LAYER, SETUP, SERVE -> {}
      }
    }
  }

  private static String line(BenchRow row) throws JsonProcessingException {
    Map<String, Object> json = RowWriter.neutral(row);
    RowWriter.putText(json, "workload", row.workload());
    RowWriter.putParameters(json, row.parameters());
    if (row.kind() != Kind.OP) {
      json.put("kind", row.kind().label());
    }
    if (row.batch() != 1) {
      json.put("batch", row.batch());
    }
    row.level().ifPresent(level -> json.put("level", level));
    return MAPPER.writeValueAsString(json);
  }
}
