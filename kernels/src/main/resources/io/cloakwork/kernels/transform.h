// What both transforms share: tiles, the groups of points of a step, and how points and twiddles are
// read.
//
// A work-group takes a tile of 2^LOG_TILE words through as many stages as the tile has room for, in
// radix-2^LOG_RADIX steps that hold their points in registers and exchange them through local memory.
// One pass does all LOG_N stages where a tile holds a row; else a pass over columns does
// LOG_COLUMN_STAGES of them (first going forward, last going back) on 2^LOG_COLUMN_STAGES rows of a
// matrix, and a pass over blocks the others on neighbouring words.
//
// Tunables: LOG_TILE, LOG_RADIX (2 or 3), SPREAD, LANES. Given: LOG_N, LOG_COLUMN_STAGES. Each pass has
// at least two steps.
//
// Twiddles are psi^brv(k) in a heap: block b of the stage of 2^s blocks uses k = 2^s + b, and its
// halves use 2k and 2k + 1.

#define RADIX (1 << LOG_RADIX)
#define TILE (1 << LOG_TILE)
#define LOG_BLOCK_STAGES (LOG_N - LOG_COLUMN_STAGES)
#define LOG_WIDTH (LOG_TILE - LOG_COLUMN_STAGES)  // columns of a tile

// The points of a group are at first, first + 2^log_distance and so on; `block` counts groups of
// neighbours in the tile.
typedef struct {
  uint first;
  uint block;
} step_group;

// Group (e ROWS + row) COLUMNS + column of a step of 2^stages points at a distance that is a multiple
// of COLUMNS: the columns are neighbours in memory.
FUNCTION step_group far_group(uint e, uint row, uint column, uint log_distance, uint stages) {
  uint line = e * ROWS + row;
  uint lines = log_distance - LOG_RADIX;
  step_group group;
  group.block = line >> lines;
  group.first = (group.block << (log_distance + stages)) +
                ((line & ((1u << lines) - 1)) << LOG_RADIX) + column;
  return group;
}

// The same at distance 1: the columns are RADIX apart.
FUNCTION step_group near_group(uint row, uint column) {
  step_group group;
  group.block = (row << LOG_RADIX) + column;
  group.first = group.block << LOG_RADIX;
  return group;
}

// Word t of this group's tile of columns in its row.
#define COLUMN_WORD(t)                                                             \
  (((t) >> LOG_WIDTH << LOG_BLOCK_STAGES) + (GROUP_X << LOG_WIDTH) +               \
   ((t) & ((1u << LOG_WIDTH) - 1)))

#define FAR_POINT(j) (group.first + ((uint)(j) << log_distance))
#define NEAR_POINT(j) (group.first + (uint)(j))

// Where word t of a tile is. Items of a warp that read words 2^LOG_RADIX apart would all meet in one of
// two banks of local memory (sixteen of eight bytes); with SPREAD the lowest four bits take in higher
// ones, so that words at distances 1, 8 and 64 are in different banks. Costs nothing where it is off.
FUNCTION uint place(uint t) {
#if SPREAD
  return t ^ (t >> 4 & 7) ^ (t >> 3 & 8);
#else
  return t;
#endif
}

#define TILE_LOAD(t) PACK_LOAD(tile + place(t))
#define TILE_STORE(x, t) PACK_STORE(x, tile + place(t))

#define FROM_TILE(j) TILE_LOAD(FAR_POINT(j))
#define FROM_TILE_NEAR(j) PACK_OF(residue, tile + place(NEAR_POINT(j)), RADIX)
#define TO_TILE(j, x) TILE_STORE(x, FAR_POINT(j))
#define TO_TILE_NEAR(j, x) PACK_SCATTER((x), (tile + place(NEAR_POINT(j))), RADIX)

// Words of memory instead of the tile's: steps at either end of a pass read and write them directly.
#define FROM_WORDS(j) lane_load(PACK_LOAD(in + FAR_POINT(j)))
#define FROM_PASS(j) lane_of_bits(PACK_LOAD(in + FAR_POINT(j)))
#define FROM_COLUMNS(j) lane_load(PACK_LOAD(in + COLUMN_WORD(FAR_POINT(j))))
#define FROM_COLUMNS_PASS(j) lane_of_bits(PACK_LOAD(in + COLUMN_WORD(FAR_POINT(j))))
#define TO_PASS(j, x) PACK_STORE(lane_bits(x), out + FAR_POINT(j))
#define TO_COLUMNS_PASS(j, x) PACK_STORE(lane_bits(x), out + COLUMN_WORD(FAR_POINT(j)))

#define FACTOR_OF_GROUP(k, step) factor_at(powers, 1u << LOG_N, k)
#define FACTORS_OF_COLUMNS(k, step) factors_at(powers, 1u << LOG_N, k, step)

// A step of 2^STAGES points; HEAP is the twiddle of the tile's first block. A barrier must follow unless
// the pass ends.
#define FAR_STEP(STAGES, LOG_DISTANCE, HEAP, BODY)                                 \
  FOR_EACH_ITEM(row, column) {                                                     \
    const uint log_distance = LOG_DISTANCE;                                        \
    for (uint e = 0; e < (1u << (LOG_RADIX - STAGES)); e++) {                      \
      step_group group = far_group(e, row, column, log_distance, STAGES);          \
      uint k = (HEAP) + group.block;                                               \
      BODY                                                                         \
    }                                                                              \
  }

#define NEAR_STEP(HEAP, BODY)                                                      \
  FOR_EACH_ITEM(row, column) {                                                     \
    step_group group = near_group(row, column);                                    \
    uint k = (HEAP) + group.block;                                                 \
    BODY                                                                           \
  }

// The words of a tile in order, LANES at a time.
#define FOR_EACH_TILE_WORD(t)                                                      \
  FOR_EACH_ITEM(row, column)                                                       \
  for (uint t = (row << LOG_RADIX) + column; t < TILE; t += (ROWS << LOG_RADIX))

// Every step takes LOG_RADIX stages but the one of the farthest points, which takes the rest.
#if LOG_BLOCK_STAGES % LOG_RADIX == 0
#define FIRST_BLOCK_STAGES LOG_RADIX
#elif LOG_BLOCK_STAGES % LOG_RADIX == 1
#define FIRST_BLOCK_STAGES 1
#else
#define FIRST_BLOCK_STAGES 2
#endif

#if LOG_COLUMN_STAGES % LOG_RADIX == 0
#define FIRST_COLUMN_STAGES LOG_RADIX
#elif LOG_COLUMN_STAGES % LOG_RADIX == 1
#define FIRST_COLUMN_STAGES 1
#else
#define FIRST_COLUMN_STAGES 2
#endif
