// The general lane: residues modulo q < 2^61 as 64-bit words. Products by known factors after Shoup
// (Harvey, "Faster arithmetic for number-theoretic transforms", 2014), others after Barrett.

typedef words residue;
typedef word residue_element;
typedef word factor_element;

// w in [0, q) and floor(w 2^64 / q).
typedef struct {
  words value;
  words quotient;
} factor;

FUNCTION residue lane_load(words x) { return x; }

FUNCTION residue lane_of_bits(words bits) { return bits; }

FUNCTION words lane_bits(residue x) { return x; }

// The canonical word of x in [0, 4q).
FUNCTION words lane_store(residue x, modulus m) { return word_once(word_once(x, 2 * m.q), m.q); }

// x w modulo q for any word x. Result in [0, 2q).
FUNCTION residue lane_scale(residue x, factor w, modulus m) {
  return x * w.value - high_product(x, w.quotient) * m.q;
}

// a b for canonical a and b (Handbook of Applied Cryptography, algorithm 14.42). Result in [0, 3q).
FUNCTION residue lane_mul(residue a, residue b, modulus m) {
  words low = a * b;
  words top = high_product(a, b) << (65 - m.bits) | low >> (m.bits - 1);
  return low - high_product(top, m.barrett) * m.q;
}

// Result in [0, 4q) for a in [0, 3q) and b in [0, q), or both in [0, 2q).
FUNCTION residue lane_add(residue a, residue b, modulus m) { return a + b; }

// a - b for a and b in [0, 2q). Result in [0, 4q).
FUNCTION residue lane_sub(residue a, residue b, modulus m) { return a - b + 2 * m.q; }

FUNCTION residue lane_reduce(residue x, modulus m) { return word_once(x, 2 * m.q); }

FUNCTION residue lane_settle(residue x, modulus m) { return x; }

// Cooley and Tukey's butterfly on words in [0, 4q).
#define FORWARD_BUTTERFLY(x, y, w, m)    \
  do {                                   \
    residue product = lane_scale(y, w, m); \
    residue other = word_once(x, 2 * m.q); \
    y = other - product + 2 * m.q;       \
    x = other + product;                 \
  } while (0)

// Gentleman and Sande's butterfly on words in [0, 2q).
#define INVERSE_BUTTERFLY(x, y, w, m)             \
  do {                                            \
    residue difference = x - y + 2 * m.q;         \
    x = word_once(x + y, 2 * m.q);                \
    y = lane_scale(difference, w, m);             \
  } while (0)

#define INVERSE_BUTTERFLY_WIDE(x, y, w, m) INVERSE_BUTTERFLY(x, y, w, m)

// A sum of products as 128 bits.
typedef struct {
  words high;
  words low;
} accumulator;

// Products below 2^122 that an accumulator holds beside what it started with.
#define ACCUMULATED_PRODUCTS 32
#define ACCUMULATED_SCALINGS 32

FUNCTION accumulator accumulator_of(residue x) {
  accumulator sum = {0, x};
  return sum;
}

FUNCTION accumulator accumulate(accumulator sum, words a, words b) {
  words low = a * b;
  sum.low += low;
  sum.high += high_product(a, b) + carry_of(sum.low, low);
  return sum;
}

// The sum modulo q. Result in [0, 4q): two products by constants.
FUNCTION residue accumulated(accumulator sum, modulus m) {
  residue high = sum.high * m.radix - high_product(sum.high, m.radix_quotient) * m.q;
  residue low = sum.low - high_product(sum.low, m.one_quotient) * m.q;
  return high + low;
}

// A weight: a canonical factor of sums, one word.
FUNCTION words weight_at(GLOBAL const word *weight) { return (words)(weight[0]); }

// sum + x w for a digit x of any prime.
FUNCTION accumulator accumulate_digit(
    accumulator sum, words x, uint split, GLOBAL const word *weights) {
  return accumulate(sum, x, weight_at(weights));
}

// The factor of a table of n at index k, the same in all lanes; the quotients follow the factors.
FUNCTION factor factor_at(GLOBAL const word *table, uint n, uint k) {
  factor w = {(words)(table[k]), (words)(table[n + k])};
  return w;
}

// Those at k, k + step, k + 2 step and so on.
FUNCTION factor factors_at(GLOBAL const word *table, uint n, uint k, uint step) {
  factor w = {PACK_OF(words, table + k, step), PACK_OF(words, table + n + k, step)};
  return w;
}

// Scalars of a limb: a factor, its quotient, and an addend.
#define SCALAR_WORDS 3

FUNCTION factor scalar_factor(GLOBAL const word *scalar) { return factor_at(scalar, 1, 0); }

FUNCTION residue scalar_addend_at(GLOBAL const word *addend) { return (words)(addend[0]); }

FUNCTION residue scalar_addend(GLOBAL const word *scalar) { return scalar_addend_at(scalar + 2); }
