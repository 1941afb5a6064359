package io.cloakwork.backend.cpu.tile;

/// How many items of a batch a program runs at a time. Few, so that what one stage hands to the
/// next is still in the cache; enough to keep every worker busy, and to read what items share, such
/// as keys, once for several of them.
final class BlockSize {

  /// Items that read together what they share.
  private static final int FEWEST = 4;

  private BlockSize() {}

  /// @param cacheBytes what rows between stages may take
  static int of(RowGraph graph, Tiling tiling, int workers, long cacheBytes) {
    int batch = graph.graph().batch();
    long rows = 0;
    for (RowNode node : graph.nodes()) {
      if (!node.shared() && tiling.isStored(node)) {
        rows++;
      }
    }
    if (rows == 0) {
      return batch;
    }
    long itemBytes = rows * Long.BYTES << graph.graph().logN();
    return (int) Math.min(batch, Math.max(Math.max(workers, FEWEST), cacheBytes / itemBytes));
  }
}
