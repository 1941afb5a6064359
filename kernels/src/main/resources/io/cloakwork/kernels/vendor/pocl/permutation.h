// On processors, where LANES neighbours are a register: an automorphism takes an aligned line of words
// from such a line, so it is moved whole. Word k of a line, counted in bit-reversed order, comes from
// word first + k g: a rotation, in the three (two) binary parts of `first`, after a product by g.

#include "permutation.h"

#if LANES == 8
#define AS_WORDS(line) as_ulong8(line)
#define ALL_LANES(bit) ((words)(-(word)((bit) & 1)))
FUNCTION words moved_line(words x, uint first, uint g) {
  x = bitselect(x, x.s45672310, ALL_LANES(first));
  x = bitselect(x, x.s23106754, ALL_LANES(first >> 1));
  x = bitselect(x, x.s10325476, ALL_LANES(first >> 2));
  switch (g & 7) {
    case 3:
      return x.s01326745;
    case 5:
      return x.s01235476;
    case 7:
      return x.s01327654;
    default:
      return x;
  }
}
#elif LANES == 4
#define AS_WORDS(line) as_ulong4(line)
#define ALL_LANES(bit) ((words)(-(word)((bit) & 1)))
FUNCTION words moved_line(words x, uint first, uint g) {
  x = bitselect(x, x.s2310, ALL_LANES(first));
  x = bitselect(x, x.s1032, ALL_LANES(first >> 1));
  return (g & 3) == 3 ? x.s0132 : x;
}
#else
#define AS_WORDS(line) as_ulong(line)
FUNCTION words moved_line(words x, uint first, uint g) { return x; }
#endif

#undef MOVE_LINE
#define MOVE_LINE(to, at, WORD_AT, LINE_AT, from, g)                               \
  PACK_STORE(                                                                      \
      moved_line(AS_WORDS(LINE_AT((from).block)), (from).first, g), (GLOBAL word *)(to) + (at));
