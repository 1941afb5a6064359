// The constants of one prime, as the host writes them (eight words). Both lanes read the
// same record; devices without doubles only what is not in them.
typedef struct {
  word q;
  word bits;            // k, the bit length of q
  word barrett;         // floor(2^2k / q) * 2^(63-k)
  word one_quotient;    // floor(2^64 / q)
  word radix;           // 2^64 mod q
  word radix_quotient;  // floor(radix * 2^64 / q)
#if FP64
  double fp_q;        // q
  double fp_inverse;  // 1 / q, rounded
#else
  word fp[2];
#endif
} modulus;

// Exact operations on canonical words in [0, q), the same in both lanes.

FUNCTION words word_once(words x, words bound) { return x >= bound ? x - bound : x; }

FUNCTION words word_add(words a, words b, words q) { return word_once(a + b, q); }

FUNCTION words word_sub(words a, words b, words q) { return a >= b ? a - b : a - b + q; }

FUNCTION words word_neg(words a, words q) { return a == 0 ? a : q - a; }

FUNCTION uint min_of(uint a, uint b) { return a < b ? a : b; }
