package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.kernel.Combination;
import io.cloakwork.backend.cpu.kernel.KernelTable;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.ring.Modulus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Turns the tiles of linear combinations into steps. Such a tile is cut by words, so that any
/// number of workers can share it.
final class CombinationEmitter {

  /// Words of a step: enough to make finding the rows cheap, few enough to share out.
  private static final int SLICE_WORDS = 1024;

  private record Key(
      ScalarMatrix matrix, Modulus modulus, List<Integer> rows, List<Long> offsets) {}

  private final int logN;
  private final KernelTable kernels;
  private final int panelRows;
  private final Map<Key, Combination> made = new HashMap<>();

  CombinationEmitter(RowGraph graph, KernelTable kernels) {
    this.logN = graph.graph().logN();
    this.kernels = kernels;
    long words = 0;
    Map<ScalarMatrix, Map<Modulus, Integer>> known = new HashMap<>();
    for (RowNode node : graph.nodes()) {
      if (node.op() instanceof RowOp.Combination(ScalarMatrix matrix)) {
        int needed =
            known
                .computeIfAbsent(matrix, _ -> new HashMap<>())
                .computeIfAbsent(
                    node.modulus(), modulus -> Combination.scratchWords(matrix, modulus, logN));
        words = Math.max(words, needed);
      }
    }
    this.panelRows = Math.toIntExact(Math.ceilDiv(words, (long) RowLayout.stride(logN)));
  }

  /// Rows of the fast lane that a worker's panel takes.
  int panelRows() {
    return panelRows;
  }

  static boolean isCombination(Tile tile) {
    return tile.nodes().getFirst().op() instanceof RowOp.Combination;
  }

  /// @param placeOf where columns and rows are
  /// @param panel the worker's panel
  List<RowStep[]> emit(Tile tile, Function<RowNode, RowRef> placeOf, RowRef panel) {
    RowNode node = tile.nodes().getFirst();
    List<RowNode> rows = tile.nodes().subList(1, tile.nodes().size());
    Combination combination = combination(node, rows);
    RowRef[] columns = node.operands().stream().map(placeOf).toArray(RowRef[]::new);
    RowRef[] out = rows.stream().map(placeOf).toArray(RowRef[]::new);
    int degree = 1 << logN;
    int slice = Math.min(degree, Math.max(SLICE_WORDS, combination.block()));
    List<RowStep[]> slices = new ArrayList<>();
    for (int from = 0; from < degree; from += slice) {
      RowStep step = new RowStep.Combine(combination, columns, out, panel, from, from + slice);
      slices.add(new RowStep[] {step});
    }
    return slices;
  }

  /// The polynomials of a ciphertext but the first have no offsets, and all of them one plan.
  private Combination combination(RowNode node, List<RowNode> rows) {
    ScalarMatrix matrix = ((RowOp.Combination) node.op()).matrix();
    List<RowOp.CombinationRow> ops =
        rows.stream().map(row -> (RowOp.CombinationRow) row.op()).toList();
    Key key =
        new Key(
            matrix,
            node.modulus(),
            ops.stream().map(RowOp.CombinationRow::row).toList(),
            ops.stream().map(RowOp.CombinationRow::offset).toList());
    return made.computeIfAbsent(
        key,
        _ ->
            Combination.of(
                kernels.combination(node.modulus()),
                logN,
                matrix,
                ops.stream().mapToInt(RowOp.CombinationRow::row).toArray(),
                ops.stream().mapToLong(RowOp.CombinationRow::offset).toArray()));
  }
}
