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
  private final CacheBudget cache;
  private final ConversionTables conversions;

  public TileCompiler(int workers, KernelTable kernels, CacheBudget cache) {
    this.workers = workers;
    this.kernels = kernels;
    this.cache = cache;
    this.conversions = new ConversionTables(kernels);
  }

  /// Compiles a graph.
  ///
  /// @throws ArithmeticException if its temporaries need more than 2^31 words of a lane
  public TileProgram compile(CommandGraph graph) {
    RowGraph rows = ProductSums.rewrite(RowExpander.expand(graph), cache.factorBytes());
    Tiling tiling = cheaper(rows);
    int batch = graph.batch();
    int block = BlockSize.of(rows, tiling, workers, cache.stageBytes());
    StoredRows stored = StoredRows.of(rows, tiling, block);
    TileEmitter emitter = new TileEmitter(rows, stored, workers, kernels, conversions);
    int blocks = Math.ceilDiv(batch, block);
    List<TileProgram.Stage> full = new ArrayList<>();
    List<TileProgram.Stage> last = new ArrayList<>();
    for (List<Tile> tiles : tiling.stages()) {
      List<List<RowStep[]>> code = tiles.stream().map(emitter::emit).toList();
      full.add(stage(tiles, code, block));
      last.add(stage(tiles, code, batch - (blocks - 1) * block));
    }
    return new TileProgram(
        full,
        last,
        blocks,
        block,
        RowLayout.words(stored.fastRows() + workers * fastRows(emitter), graph.logN()),
        RowLayout.words(stored.wideRows() + (long) workers * emitter.wideScratch(), graph.logN()));
  }

  private static long fastRows(TileEmitter emitter) {
    return (long) emitter.panelRows() + emitter.fastScratch();
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

  /// @param code the parts of each tile
  private static TileProgram.Stage stage(List<Tile> tiles, List<List<RowStep[]>> code, int batch) {
    List<RowStep[]> all = new ArrayList<>();
    List<Integer> tileCode = new ArrayList<>();
    List<Integer> tileItem = new ArrayList<>();
    for (int t = 0; t < code.size(); t++) {
      for (int item = 0; item < tiles.get(t).instances(batch); item++) {
        for (int part = 0; part < code.get(t).size(); part++) {
          tileCode.add(all.size() + part);
          tileItem.add(item);
        }
      }
      all.addAll(code.get(t));
    }
    return new TileProgram.Stage(
        all.toArray(RowStep[][]::new),
        tileCode.stream().mapToInt(Integer::intValue).toArray(),
        tileItem.stream().mapToInt(Integer::intValue).toArray(),
        describe(tiles, tileCode.size()));
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
