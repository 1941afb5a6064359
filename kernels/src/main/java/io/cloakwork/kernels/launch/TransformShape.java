package io.cloakwork.kernels.launch;

/// How transforms of one length are cut into tiles and passes in one lane.
///
/// @param logN log2 of the length
/// @param logTile log2 of the words of a tile
/// @param logRadix stages of a step
/// @param columnStages stages of the pass over columns; 0 if one pass does all
/// @param lanes neighbouring coefficients an item
/// @param spread whether a tile's words are spread over the banks of local memory
record TransformShape(
    int logN, int logTile, int logRadix, int columnStages, int lanes, boolean spread) {

  /// Two passes of such tiles reach 2^17.
  static final int MIN_LOG_TILE = 11;

  static final int MAX_LOG_TILE = 17;

  private static final int RADIX_8 = 3;
  private static final int RADIX_4 = 2;

  static TransformShape of(int logN, Lane lane, Tuning tuning) {
    int logRadix = logN >= 2 * RADIX_8 ? tuning.logRadix(lane) : RADIX_4;
    int lanes = Math.min(tuning.lanes(), 1 << logRadix);
    boolean spread = tuning.spread() && lanes == 1;
    if (logN <= tuning.logTile()) {
      return new TransformShape(logN, logN, logRadix, 0, lanes, spread);
    }
    // As even as the width of a tile of columns allows, which keeps whole lines together.
    int most = tuning.logTile() - RADIX_8 - 1;
    int columnStages = Math.max(logN - tuning.logTile(), Math.min(logN / 2, most));
    return new TransformShape(logN, tuning.logTile(), logRadix, columnStages, lanes, spread);
  }

  boolean hasTwoPasses() {
    return columnStages > 0;
  }

  int tiles() {
    return 1 << (logN - logTile);
  }

  /// Items of a work-group, along a line and across lines.
  int columns() {
    return (1 << logRadix) / lanes;
  }

  int rows() {
    return 1 << (logTile - 2 * logRadix);
  }
}
