package io.cloakwork.backend.cpu.tile;

import io.cloakwork.backend.cpu.kernel.Rows;
import java.util.List;

/// A compiled graph: a few stages, each a loop over independent tiles. A large batch is run in
/// blocks of items, all stages of a block after those of the one before, so that what stages hand
/// to each other stays in the cache and takes room for one block only. Immutable; what changes from
/// run to run is the storage that it is given.
public final class TileProgram {

  /// One stage of one block. Tile t runs `code[tileCode[t]]` for item `tileItem[t]`; tiles of one
  /// limb are neighbours, so that the keys of a limb are read once for the whole batch.
  @SuppressWarnings("ArrayRecordComponent") // internal, read by the hot loop, never compared
  record Stage(RowStep[][] code, int[] tileCode, int[] tileItem, String description) {}

  private final Stage[] full;
  private final Stage[] last;
  private final int blocks;
  private final int blockItems;
  private final int fastWords;
  private final int wideWords;

  /// @param full the stages of a block of `blockItems` items
  /// @param last the stages of the last block, which may have fewer
  TileProgram(
      List<Stage> full,
      List<Stage> last,
      int blocks,
      int blockItems,
      int fastWords,
      int wideWords) {
    this.full = full.toArray(Stage[]::new);
    this.last = last.toArray(Stage[]::new);
    this.blocks = blocks;
    this.blockItems = blockItems;
    this.fastWords = fastWords;
    this.wideWords = wideWords;
  }

  /// Stages of all blocks; the workers meet after each.
  public int stages() {
    return blocks * full.length;
  }

  public int tiles(int stage) {
    return stage(stage).tileCode.length;
  }

  /// Stages of one block.
  public int stagesOfBlock() {
    return full.length;
  }

  /// The first item of the block that a stage is for.
  int firstItem(int stage) {
    return stage / full.length * blockItems;
  }

  Stage stage(int stage) {
    int block = stage / full.length;
    return (block == blocks - 1 ? last : full)[stage - block * full.length];
  }

  /// Words of the fast lane that the workspace must have.
  public int fastWords() {
    return fastWords;
  }

  /// Words of the wide lane that the workspace must have.
  public int wideWords() {
    return wideWords;
  }

  /// One line a stage of a block, for people.
  public List<String> description() {
    return java.util.Arrays.stream(full).map(Stage::description).toList();
  }

  /// Runs one tile.
  ///
  /// @param spaces the workspace, then the storage of each bound value in the graph's order
  public void run(int stage, int tile, Rows[] spaces, TileContext context) {
    Stage s = stage(stage);
    context.enter(spaces, firstItem(stage), s.tileItem[tile]);
    for (RowStep step : s.code[s.tileCode[tile]]) {
      step.run(context);
    }
    context.leave();
  }
}
