package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.kernel.KernelTable;
import io.cloakwork.spi.graph.CommandGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Compiles command graphs for a number of workers: the passes in their order.
public final class TileCompiler {

  private final int workers;
  private final KernelTable kernels;
  private final ConversionTables conversions;

  public TileCompiler(int workers, KernelTable kernels) {
    this.workers = workers;
    this.kernels = kernels;
    this.conversions = new ConversionTables(kernels);
  }

  /// Compiles a graph.
  ///
  /// @throws ArithmeticException if its temporaries need more than 2^31 words of a lane
  public TileProgram compile(CommandGraph graph) {
    RowGraph rows = ProductSums.rewrite(RowExpander.expand(graph));
    Tiling tiling = cheaper(rows);
    StoredRows stored = StoredRows.of(rows, tiling);
    TileEmitter emitter = new TileEmitter(rows, stored, workers, kernels, conversions);
    List<TileProgram.Stage> stages = new ArrayList<>();
    for (List<Tile> tiles : tiling.stages()) {
      stages.add(stage(tiles, graph.batch(), emitter));
    }
    return new TileProgram(
        stages,
        RowLayout.words(stored.fastRows() + (long) workers * emitter.fastScratch(), graph.logN()),
        RowLayout.words(stored.wideRows() + (long) workers * emitter.wideScratch(), graph.logN()));
  }

  /// Late rows stay in the cache, early rows keep more workers busy: whichever is estimated faster.
  private Tiling cheaper(RowGraph rows) {
    Tiling late = Tiling.of(rows, StagePlan.late(rows), workers);
    if (workers == 1) {
      return late;
    }
    Tiling early = Tiling.of(rows, StagePlan.early(rows), workers);
    return early.estimate(rows, workers) < late.estimate(rows, workers) ? early : late;
  }

  private static TileProgram.Stage stage(List<Tile> tiles, int batch, TileEmitter emitter) {
    RowStep[][] code = new RowStep[tiles.size()][];
    int instances = tiles.stream().mapToInt(tile -> tile.instances(batch)).sum();
    int[] tileCode = new int[instances];
    int[] tileItem = new int[instances];
    int next = 0;
    for (int t = 0; t < code.length; t++) {
      code[t] = emitter.emit(tiles.get(t));
      for (int item = 0; item < tiles.get(t).instances(batch); item++) {
        tileCode[next] = t;
        tileItem[next++] = item;
      }
    }
    return new TileProgram.Stage(code, tileCode, tileItem, describe(tiles, instances));
  }

  private static String describe(List<Tile> tiles, int instances) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (Tile tile : tiles) {
      for (RowNode node : tile.nodes()) {
        counts.merge(node.op().label(), 1, Integer::sum);
      }
    }
    StringBuilder text = new StringBuilder();
    text.append("%d tiles of %d kinds:".formatted(instances, tiles.size()));
    counts.forEach((label, count) -> text.append(" %d %s".formatted(count, label)));
    return text.toString();
  }
}
