// Fast base conversion to one prime: the sum of digits y_i times weights w_i, plus a start. Digits are
// canonical modulo primes of their own, in rows one after the other.
//
// A conversion is words of `constants`: how many digits, the start, and for each digit whether its
// prime is too wide for the fast lane, w_i, and w_i 2^32, both as weights.

#define CONVERSION_SOURCES(conversion) ((uint)(conversion)[0])
#define CONVERSION_START(conversion) accumulator_of(scalar_addend_at((conversion) + 1))
#define CONVERSION_DIGIT(conversion, s) ((conversion) + 2 + 3 * (s))

// What a digit counts of ACCUMULATED_SCALINGS.
#define CONVERSION_HELD(digit) (1 + (uint)(digit)[0])

// sum + y_i w_i for the digit whose words in the conversion these are.
FUNCTION accumulator convert_digit(accumulator sum, words y, GLOBAL const word *digit) {
  return accumulate_digit(sum, y, (uint)digit[0], digit + 1);
}

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
    GLOBAL const word *digit = CONVERSION_DIGIT(conversion, s);
    for (uint j = 0; j < points; j++) {
      sums[j] = convert_digit(sums[j], PACK_LOAD(digits + s * row + j * stride), digit);
    }
    held += CONVERSION_HELD(digit);
    if (held + 2 > ACCUMULATED_SCALINGS) {
      for (uint j = 0; j < points; j++) {
        sums[j] = accumulator_of(accumulated(sums[j], m));
      }
      held = 0;
    }
  }
}
