package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.kernel.Rows;
import java.util.List;

/// A compiled graph: a few stages, each a loop over independent tiles. Immutable; what changes from
/// run to run is the storage that it is given.
public final class TileProgram {

  /// One stage. Tile t runs `code[tileCode[t]]` for item `tileItem[t]`; tiles of one limb are
  /// neighbours, so that the keys of a limb are read once for the whole batch.
  @SuppressWarnings("ArrayRecordComponent") // internal, read by the hot loop, never compared
  record Stage(RowStep[][] code, int[] tileCode, int[] tileItem, String description) {}

  private final Stage[] stages;
  private final int fastWords;
  private final int wideWords;

  TileProgram(List<Stage> stages, int fastWords, int wideWords) {
    this.stages = stages.toArray(Stage[]::new);
    this.fastWords = fastWords;
    this.wideWords = wideWords;
  }

  public int stages() {
    return stages.length;
  }

  public int tiles(int stage) {
    return stages[stage].tileCode.length;
  }

  Stage stage(int stage) {
    return stages[stage];
  }

  /// Words of the fast lane that the workspace must have.
  public int fastWords() {
    return fastWords;
  }

  /// Words of the wide lane that the workspace must have.
  public int wideWords() {
    return wideWords;
  }

  /// One line a stage, for people.
  public List<String> description() {
    return java.util.Arrays.stream(stages).map(Stage::description).toList();
  }

  /// Runs one tile.
  ///
  /// @param spaces the workspace, then the storage of each bound value in the graph's order
  public void run(int stage, int tile, Rows[] spaces, TileContext context) {
    Stage s = stages[stage];
    context.enter(spaces, s.tileItem[tile]);
    for (RowStep step : s.code[s.tileCode[tile]]) {
      step.run(context);
    }
    context.leave();
  }
}
