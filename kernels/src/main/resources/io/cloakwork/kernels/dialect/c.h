// The neutral kernel language in C11, for tests on the host: a call of a kernel is one work-group,
// whose items run one after the other in each region between barriers. Compile with
// -ffp-contract=off. See README.md for what the names mean.

#include <math.h>
#include <string.h>

typedef unsigned int uint;
typedef unsigned long long word;

#define LANES 1
#define LOG_LANES 0
typedef word words;
typedef double doubles;
#define PACK_LOAD(p) (*(p))
#define PACK_STORE(x, p) (*(p) = (x))
#define PACK_OF(type, p, s) (*(p))
#define PACK_SCATTER(x, p, s) (*(p) = (x))

_Thread_local uint group_id[3];

void set_group(uint x, uint y, uint z) {
  group_id[0] = x;
  group_id[1] = y;
  group_id[2] = z;
}

#define GLOBAL
#define FUNCTION static inline
#define KERNEL(name) void name
#define TILE_OF(type, name, size) type name[size]
#define BARRIER()

#define GROUP_X group_id[0]
#define GROUP_Y group_id[1]
#define GROUP_Z group_id[2]

#define FOR_EACH_ITEM(row, column)        \
  for (uint row = 0; row < ROWS; row++) \
    for (uint column = 0; column < COLUMNS; column++)

FUNCTION word high_product(word a, word b) {
  return (word)(((unsigned __int128)a * b) >> 64);
}

FUNCTION double fp_add(double a, double b) { return a + b; }
FUNCTION double fp_sub(double a, double b) { return a - b; }
FUNCTION double fp_mul(double a, double b) { return a * b; }
FUNCTION double fp_fma(double a, double b, double c) { return fma(a, b, c); }

FUNCTION double fp_of_bits(word bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

FUNCTION word fp_bits(double x) {
  word bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

// 1 where the sum has passed 2^64, else 0.
FUNCTION words carry_of(words sum, words addend) { return sum < addend; }
