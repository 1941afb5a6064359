package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.Modulus;
import java.math.BigInteger;

/// Linear combinations of canonical words: three digits of 21 bits. Splitting and joining are
/// scalar code; what is between them, the sums, is not.
final class WideCombination extends CombinationKernels {

  static final int DIGITS = 3;

  private static final int DIGIT_BITS = 21;
  private static final long MASK = (1L << DIGIT_BITS) - 1;

  private final long q;
  // A multiple of q that makes every sum positive, and with it a word below 2^63.
  private final long lift;
  // 2^(21·d) mod q with its Shoup quotient.
  private final long[] radix = new long[DIGITS];
  private final long[] radixQuotient = new long[DIGITS];

  WideCombination(Modulus modulus, DigitOps scalar, DigitOps vector, KernelReadiness readiness) {
    super(modulus, scalar, vector, readiness);
    this.q = modulus.value();
    this.lift = Math.ceilDiv((long) LARGEST_SUM, q) * q;
    for (int d = 0; d < DIGITS; d++) {
      radix[d] = modulus.reduce(BigInteger.ONE.shiftLeft(d * DIGIT_BITS));
      radixQuotient[d] = Shoup.quotient(radix[d], q);
    }
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
      words[oo + i] = WordMath.add(joined(scratch, sums + i, count), offset, q);
    }
  }

  @Override
  void joinNext(double[] scratch, int sums, int count, long factor, long offset, Rows out, int oo) {
    long quotient = Shoup.quotient(factor, q);
    long[] words = out.wide();
    for (int i = 0; i < count; i++) {
      long before = Shoup.multiply(words[oo + i], factor, quotient, q);
      long sum = WordMath.add(joined(scratch, sums + i, count), before, q);
      words[oo + i] = WordMath.add(sum, offset, q);
    }
  }

  private long joined(double[] scratch, int at, int count) {
    long sum = 0;
    for (int d = 0; d < DIGITS; d++) {
      long digit = (long) scratch[at + d * count] + lift;
      sum = WordMath.add(sum, Shoup.multiply(digit, radix[d], radixQuotient[d], q), q);
    }
    return sum;
  }
}
