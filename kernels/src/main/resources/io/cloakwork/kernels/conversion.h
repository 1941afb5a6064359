// Fast base conversion to one prime: the sum of digits y_i times weights w_i, plus a start. Digits are
// canonical modulo primes of their own, in rows one after the other.
//
// A conversion is words of `constants`: how many digits, the start, and for each digit whether its
// prime is too wide for the fast lane, w_i, and w_i 2^32, both as weights.

#define CONVERSION_SOURCES(conversion) ((uint)(conversion)[0])
#define CONVERSION_START(conversion) accumulator_of(scalar_addend_at((conversion) + 1))
#define CONVERSION_SPLIT(conversion, s) ((uint)(conversion)[2 + 3 * (s)])
#define CONVERSION_WEIGHTS(conversion, s) ((conversion) + 3 + 3 * (s))

// What the digits at `stride` j convert to, for `count` points: 2, 4 or 8, known to the compiler. Four at a
// time are summed, which is what registers hold; a digit's weights are read once for them.
FUNCTION void convert_points(
    residue *points,
    uint count,
    GLOBAL const word *digits,
    size_t stride,
    size_t row,
    GLOBAL const word *conversion,
    modulus m) {
  uint sources = CONVERSION_SOURCES(conversion);
  for (uint first = 0; first < count; first += 4) {
    uint end = min_of(4, count);
    accumulator sums[4];
    for (uint j = 0; j < end; j++) {
      sums[j] = CONVERSION_START(conversion);
    }
    uint held = 0;
    for (uint s = 0; s < sources; s++) {
      uint split = CONVERSION_SPLIT(conversion, s);
      GLOBAL const word *weights = CONVERSION_WEIGHTS(conversion, s);
      for (uint j = 0; j < end; j++) {
        words digit = PACK_LOAD(digits + s * row + (first + j) * stride);
        sums[j] = accumulate_digit(sums[j], digit, split, weights);
      }
      held += 1 + split;
      if (held + 2 > ACCUMULATED_SCALINGS) {
        for (uint j = 0; j < end; j++) {
          sums[j] = accumulator_of(accumulated(sums[j], m));
        }
        held = 0;
      }
    }
    for (uint j = 0; j < end; j++) {
      points[first + j] = accumulated(sums[j], m);
    }
  }
}
