package io.cloakwork.backend.cpu.tile;

import io.cloakwork.spi.graph.CommandGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Joins tiles that do nothing but work index by index on the same bound rows, such as the three
/// polynomials of a product: as one tile they go through those rows once, block by block.
final class SharedInputs {

  /// Joined tiles that every worker should find, so that none is left without work at the end.
  private static final int TILES_A_WORKER = 4;

  /// log2 of the longest rows for which joining pays unless one kernel does it all. Longer ones
  /// come from memory, where many short pieces of rows are slower than the same row twice from end
  /// to end (bench/NOTES.md).
  private static final int MOST_LOG_N = 14;

  private SharedInputs() {}

  /// A bound row and the kind of tile that reads it: tiles that run once for all items are not
  /// joined with those of each item.
  private record Reading(RowNode row, boolean shared) {}

  /// Joins what can be joined of a stage's tiles, unless too few tiles would be left.
  ///
  /// @param tiles the rows of each tile in creation order
  static List<List<RowNode>> join(List<List<RowNode>> tiles, CommandGraph graph, int workers) {
    List<List<RowNode>> joined = join(tiles, graph.logN() <= MOST_LOG_N);
    boolean enough = (long) joined.size() * graph.batch() >= (long) TILES_A_WORKER * workers;
    return enough ? joined : tiles;
  }

  /// @param any whether any tiles are joined, or only those of a [TensorProduct]
  private static List<List<RowNode>> join(List<List<RowNode>> tiles, boolean any) {
    Map<Integer, List<List<RowNode>>> groups = new LinkedHashMap<>();
    Map<Reading, Integer> firstReader = new HashMap<>();
    for (int i = 0; i < tiles.size(); i++) {
      List<RowNode> tile = tiles.get(i);
      int host = isIndexLocal(tile) ? host(i, tile, firstReader) : i;
      groups.computeIfAbsent(host, _ -> new ArrayList<>()).add(tile);
    }
    List<List<RowNode>> joined = new ArrayList<>();
    for (List<List<RowNode>> group : groups.values()) {
      List<RowNode> nodes = inCreationOrder(group);
      if (any || TensorProduct.is(nodes)) {
        joined.add(nodes);
      } else {
        joined.addAll(group);
      }
    }
    return joined;
  }

  private static List<RowNode> inCreationOrder(List<List<RowNode>> group) {
    return group.stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt(RowNode::id))
        .toList();
  }

  private static boolean isIndexLocal(List<RowNode> tile) {
    return tile.stream().allMatch(node -> node.op().isIndexLocal());
  }

  /// The tile that tile `i` is to join: one that has read a bound row which this one reads too, or
  /// itself.
  private static int host(int i, List<RowNode> tile, Map<Reading, Integer> firstReader) {
    List<Reading> readings =
        tile.stream()
            .flatMap(node -> node.operands().stream())
            .filter(operand -> operand.op() instanceof RowOp.Bound)
            .map(operand -> new Reading(operand, tile.getFirst().shared()))
            .toList();
    int host = i;
    for (Reading reading : readings) {
      host = Math.min(host, firstReader.getOrDefault(reading, i));
    }
    for (Reading reading : readings) {
      firstReader.putIfAbsent(reading, host);
    }
    return host;
  }
}
