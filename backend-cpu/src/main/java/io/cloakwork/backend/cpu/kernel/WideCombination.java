package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.Modulus;

/// Linear combinations of canonical words: three digits of 21 bits. Splitting and joining are
/// scalar code; what is between them, the sums, is not.
final class WideCombination extends CombinationKernels {

  static final int DIGITS = 3;

  private static final int DIGIT_BITS = 21;
  private static final long MASK = (1L << DIGIT_BITS) - 1;

  private static final int REST_BITS = (DIGITS - 1) * DIGIT_BITS;

  private final long q;
  // A multiple of q that makes every sum of highest digits positive, and with it a word below 2^63.
  private final long lift;
  // 2^42 mod q with its Shoup quotient.
  private final long radix;
  private final long radixQuotient;

  WideCombination(Modulus modulus, DigitOps scalar, DigitOps vector, KernelReadiness readiness) {
    super(modulus, scalar, vector, readiness);
    this.q = modulus.value();
    // Twice the largest sum: the carries of the lower digits come on top.
    this.lift = Math.ceilDiv(2 * (long) LARGEST_SUM, q) * q;
    this.radix = modulus.reduce(1L << REST_BITS);
    this.radixQuotient = Shoup.quotient(radix, q);
  }

  @Override
  double largestDigit() {
    return MASK;
  }

  @Override
  void split(Rows in, int io, int count, double[] scratch, int digits) {
    long[] words = in.wide();
    for (int i = 0; i < count; i++) {
      long word = words[io + i];
      scratch[digits + i] = word & MASK;
      scratch[digits + count + i] = word >>> DIGIT_BITS & MASK;
      scratch[digits + 2 * count + i] = word >>> 2 * DIGIT_BITS;
    }
  }

  @Override
  void joinFirst(double[] scratch, int sums, int count, long offset, Rows out, int oo) {
    long[] words = out.wide();
    for (int i = 0; i < count; i++) {
      words[oo + i] = canonical(joined(scratch, sums + i, count) + offset);
    }
  }

  @Override
  void joinNext(double[] scratch, int sums, int count, long factor, long offset, Rows out, int oo) {
    long quotient = Shoup.quotient(factor, q);
    long[] words = out.wide();
    for (int i = 0; i < count; i++) {
      long before = Shoup.multiplyLazy(words[oo + i], factor, quotient, q);
      long sum = WordMath.once(joined(scratch, sums + i, count), 2 * q);
      words[oo + i] = canonical(WordMath.once(sum + before, 2 * q) + offset);
    }
  }

  /// The sums of a word's digits as one residue, in \[0, 2q + 2^42). What two digits do not hold is
  /// carried upwards, so that one product does for all three.
  private long joined(double[] scratch, int at, int count) {
    long low = (long) scratch[at];
    long middle = (long) scratch[at + count] + (low >> DIGIT_BITS);
    long high = (long) scratch[at + 2 * count] + (middle >> DIGIT_BITS);
    long rest = (middle & MASK) << DIGIT_BITS | low & MASK;
    return Shoup.multiplyLazy(high + lift, radix, radixQuotient, q) + rest;
  }

  /// From \[0, 4q): a sum and an offset are less, because wide primes are larger than 2^42.
  private long canonical(long word) {
    return WordMath.once(WordMath.once(word, 2 * q), q);
  }
}
