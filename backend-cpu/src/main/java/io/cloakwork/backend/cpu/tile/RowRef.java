package io.cloakwork.backend.cpu.tile;

/// Where a row is when a tile runs: in the workspace or in a bound buffer, at an offset that may
/// depend on the item and, for scratch rows, on the worker.
///
/// @param space [#WORKSPACE], or 1 + the position among the graph's bound values
/// @param base offset for item 0 and worker 0
/// @param itemStride words from item to item; 0 for a row that all share
/// @param workerStride words from worker to worker; 0 unless it is a scratch row
record RowRef(int space, int base, int itemStride, int workerStride) {

  static final int WORKSPACE = 0;

  int offset(int item, int worker) {
    return base + item * itemStride + worker * workerStride;
  }
}
