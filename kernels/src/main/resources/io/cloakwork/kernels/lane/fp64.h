// The fast lane: residues modulo q < 2^50 as integers in doubles, products exact by FMA (error-free
// transformations; T. J. Dekker 1971; Ogita, Rump, Oishi 2005).
//
// A residue of range c is in [-c q, c q]. Factors known beforehand are balanced: |w| < q/2. A product
// x w with x of range c <= 4 has range 1/2 + c/8, because the quotient is off by |x w / q| 2^-52 at
// most on top of its rounding; c <= 4 keeps |x w / q| <= 2^51, where adding and subtracting FP_ROUND
// rounds to an integer.

typedef doubles residue;
typedef double residue_element;
typedef doubles factor;
typedef double factor_element;

#define FP_ROUND 6755399441055744.0                    // 1.5 * 2^52
#define FP_ROUND_EVEN 13510798882111488.0              // 1.5 * 2^53: to even integers
#define FP_GRID 15211807202738752817960438464512.0     // 1.5 * 2^103: to multiples of 2^51
#define FP_WORD_BITS ((word)0x4330000000000000)              // the bits of 2^52
#define FP_WORD_MASK ((word)0x000fffffffffffff)       // below them
#define FP_WORD 4503599627370496.0                    // 2^52

// A word below 2^52 as a double.
FUNCTION doubles fp_of_word(words x) { return fp_sub(fp_of_bits(x | FP_WORD_BITS), FP_WORD); }

// A canonical word. Range 1, not negative.
FUNCTION residue lane_load(words x) { return fp_of_word(x); }

// Whatever an earlier pass left with lane_bits.
FUNCTION residue lane_of_bits(words bits) { return fp_of_bits(bits); }

FUNCTION words lane_bits(residue x) { return fp_bits(x); }

// x mod q for |x| <= 2^53. Range 1/2, exceeded by no more than 2^-48.
FUNCTION residue lane_reduce(residue x, modulus m) {
  doubles quotient = fp_sub(fp_fma(x, m.fp_inverse, FP_ROUND), FP_ROUND);
  return fp_fma(quotient, -m.fp_q, x);
}

// The canonical word of x, |x| <= 2^53.
FUNCTION words lane_store(residue x, modulus m) {
  doubles r = lane_reduce(x, m);
  r = r < 0 ? fp_add(r, m.fp_q) : r;
  return fp_bits(fp_add(r, FP_WORD)) & FP_WORD_MASK;
}

// a b mod q for |a b / q| <= 2^51. Range 1/2 + |a b / q| 2^-52.
FUNCTION residue lane_product(doubles a, doubles b, modulus m) {
  doubles rounded = fp_mul(a, b);
  doubles quotient = fp_sub(fp_fma(rounded, m.fp_inverse, FP_ROUND), FP_ROUND);
  doubles low = fp_fma(a, b, -rounded);
  doubles high = fp_fma(quotient, -m.fp_q, rounded);
  return fp_add(high, low);
}

// a b for canonical a and b: |a b / q| < q.
FUNCTION residue lane_mul(residue a, residue b, modulus m) { return lane_product(a, b, m); }

// x w for x of range 4 and a balanced factor.
FUNCTION residue lane_scale(residue x, factor w, modulus m) { return lane_product(x, w, m); }

FUNCTION residue lane_add(residue a, residue b, modulus m) { return fp_add(a, b); }

// a - b; their ranges add up.
FUNCTION residue lane_sub(residue a, residue b, modulus m) { return fp_sub(a, b); }

// The factor of a table of n at index k, the same in all lanes.
FUNCTION factor factor_at(GLOBAL const double *table, uint n, uint k) { return table[k]; }

// Those at k, k + step, k + 2 step and so on.
FUNCTION factor factors_at(GLOBAL const double *table, uint n, uint k, uint step) {
  return PACK_OF(doubles, table + k, step);
}

// What the first stage of a step of the forward transform does to the operands that are not multiplied.
FUNCTION residue lane_settle(residue x, modulus m) { return lane_reduce(x, m); }

// Cooley and Tukey's butterfly, y of range c <= 4: both grow by 1/2 + c/8.
#define FORWARD_BUTTERFLY(x, y, w, m)    \
  do {                                   \
    residue product = lane_scale(y, w, m); \
    y = fp_sub(x, product);              \
    x = fp_add(x, product);              \
  } while (0)

// Gentleman and Sande's butterfly on ranges c, together at most 4: x doubles, y becomes 1/2 + c/4.
#define INVERSE_BUTTERFLY(x, y, w, m)    \
  do {                                   \
    residue difference = fp_sub(x, y);   \
    x = fp_add(x, y);                    \
    y = lane_scale(difference, w, m);    \
  } while (0)

// The same on ranges of together at most 8.
#define INVERSE_BUTTERFLY_WIDE(x, y, w, m)                     \
  do {                                                         \
    residue difference = lane_reduce(fp_sub(x, y), m);         \
    x = fp_add(x, y);                                          \
    y = lane_scale(difference, w, m);                          \
  } while (0)

// A sum of products, exact up to 2^102 in all: both parts are integers.
typedef struct {
  doubles high;  // plus FP_GRID, a multiple of 2^51
  doubles low;
} accumulator;

// The products of two canonical residues that an accumulator holds beside what it started with, and
// those of a balanced factor and a residue or digit: each adds 2^50 at most to the low part, which
// stays below 2^53.
#define ACCUMULATED_PRODUCTS 4
#define ACCUMULATED_SCALINGS 6

FUNCTION accumulator accumulator_of(residue x) {
  accumulator sum = {FP_GRID, x};
  return sum;
}

// sum + a b. Each adds at most 2^50 to the low part.
FUNCTION accumulator accumulate(accumulator sum, doubles a, doubles b) {
  doubles next = fp_fma(a, b, sum.high);
  sum.low = fp_add(fp_fma(a, b, fp_sub(sum.high, next)), sum.low);
  sum.high = next;
  return sum;
}

// The sum. Range 1 and a little: both parts are reduced before they meet, so that neither passes 2^53.
FUNCTION residue accumulated(accumulator sum, modulus m) {
  doubles grid = fp_sub(sum.high, FP_GRID);
  doubles quotient = fp_sub(fp_fma(grid, m.fp_inverse, FP_ROUND_EVEN), FP_ROUND_EVEN);
  return fp_add(fp_fma(quotient, -m.fp_q, grid), lane_reduce(sum.low, m));
}

// A weight: a balanced factor of sums, one word.
FUNCTION doubles weight_at(GLOBAL const word *weight) { return ((GLOBAL const double *)weight)[0]; }

// sum + x w for a digit x, which takes two products if it has more than 50 bits: x = high 2^32 + low,
// the weight of the high part being beside that of the low one.
FUNCTION accumulator accumulate_digit(
    accumulator sum, words x, uint split, GLOBAL const word *weights) {
  if (split) {
    sum = accumulate(sum, fp_of_word(x >> 32), weight_at(weights + 1));
    return accumulate(sum, fp_of_word(x & (word)0xffffffff), weight_at(weights));
  }
  return accumulate(sum, fp_of_word(x), weight_at(weights));
}

// Scalars of a limb: a factor, a word that only the other lane uses, and an addend.
#define SCALAR_WORDS 3

FUNCTION factor scalar_factor(GLOBAL const word *scalar) { return weight_at(scalar); }

FUNCTION residue scalar_addend_at(GLOBAL const word *addend) {
  return lane_load((words)(addend[0]));
}

FUNCTION residue scalar_addend(GLOBAL const word *scalar) { return scalar_addend_at(scalar + 2); }
