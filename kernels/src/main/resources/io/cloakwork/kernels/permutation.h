// Where an automorphism X -> X^g of values takes them from. The value at position i belongs to the root
// of exponent 2 brv(i) + 1, and comes from where g times that exponent is. Positions that differ in
// their lowest bits have exponents that differ in the highest, so neighbours come from neighbours: an
// aligned block of any power of two of them from such a block, in another order.

// The lowest `bits` bits of x in reverse.
FUNCTION uint reversed(uint x, uint bits) {
  x = (x & 0x55555555u) << 1 | (x >> 1 & 0x55555555u);
  x = (x & 0x33333333u) << 2 | (x >> 2 & 0x33333333u);
  x = (x & 0x0f0f0f0fu) << 4 | (x >> 4 & 0x0f0f0f0fu);
  x = (x & 0x00ff00ffu) << 8 | (x >> 8 & 0x00ff00ffu);
  x = x << 16 | x >> 16;
  return x >> (32 - bits);
}

// The position of a lane in reverse: of LOG_LANES bits.
#if LANES == 8
#define REVERSED_LANE(x) (((x) & 1) << 2 | ((x) & 2) | ((x) >> 2 & 1))
#elif LANES == 4
#define REVERSED_LANE(x) (((x) & 1) << 1 | ((x) >> 1 & 1))
#else
#define REVERSED_LANE(x) ((x) & 0)
#endif

// Where the LANES neighbours from a multiple of LANES come from: lane l from
// block + REVERSED_LANE(first + REVERSED_LANE(l) g).
typedef struct {
  uint block;
  uint first;
} lane_source;

FUNCTION lane_source source_of(uint i, uint g, uint log_n) {
  uint exponent = (2 * reversed(i, log_n) + 1) * g;
  uint source = exponent >> 1 & ((1u << log_n) - 1);
  lane_source from = {reversed(source, log_n) & ~(LANES - 1u), source >> (log_n - LOG_LANES)};
  return from;
}

#define LANE_FROM(from, lane, g) ((from).block + REVERSED_LANE((from).first + REVERSED_LANE(lane) * (g)))

// Writes LANES neighbours of `to`, from `at`, which come from a line of as many. WORD_AT(i) is the element
// at i, LINE_AT(i) the LANES elements from i, a multiple of LANES.
#define MOVE_LINE(to, at, WORD_AT, LINE_AT, from, g)      \
  for (uint lane = 0; lane < LANES; lane++) {             \
    (to)[(at) + lane] = WORD_AT(LANE_FROM(from, lane, g)); \
  }
