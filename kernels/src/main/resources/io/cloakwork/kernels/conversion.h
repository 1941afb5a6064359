// Fast base conversion to one prime: the sum of digits y_i times weights w_i, plus a start. Digits are
// canonical modulo primes of their own, in rows one after the other.
//
// A conversion is words of `constants`: how many digits, the start, and for each digit whether its
// prime is too wide for the fast lane, w_i, and w_i 2^32, both as weights.

#define CONVERSION_SOURCES(conversion) ((uint)(conversion)[0])
#define CONVERSION_START(conversion) accumulator_of(scalar_addend_at((conversion) + 1))
#define CONVERSION_SPLIT(conversion, s) ((uint)(conversion)[2 + 3 * (s)])
#define CONVERSION_WEIGHTS(conversion, s) ((conversion) + 3 + 3 * (s))

// sums[j] = the conversion of the digits at `stride` j, for `points` points in registers. A digit's
// words are read once for all of them.
FUNCTION void convert_points(
    accumulator *sums,
    uint points,
    GLOBAL const word *digits,
    size_t stride,
    size_t row,
    GLOBAL const word *conversion,
    modulus m) {
  uint sources = CONVERSION_SOURCES(conversion);
  for (uint j = 0; j < points; j++) {
    sums[j] = CONVERSION_START(conversion);
  }
  uint held = 0;
  for (uint s = 0; s < sources; s++) {
    uint split = CONVERSION_SPLIT(conversion, s);
    GLOBAL const word *weights = CONVERSION_WEIGHTS(conversion, s);
    for (uint j = 0; j < points; j++) {
      words digit = PACK_LOAD(digits + s * row + j * stride);
      sums[j] = accumulate_digit(sums[j], digit, split, weights);
    }
    held += 1 + split;
    if (held + 2 > ACCUMULATED_SCALINGS) {
      for (uint j = 0; j < points; j++) {
        sums[j] = accumulator_of(accumulated(sums[j], m));
      }
      held = 0;
    }
  }
}
