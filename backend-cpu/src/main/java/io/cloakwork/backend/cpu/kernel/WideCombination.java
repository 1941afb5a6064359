package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.Modulus;

/// Linear combinations of canonical words: three balanced digits of 21 bits ([WordDigits]).
final class WideCombination extends CombinationKernels {

  /// Digits have 20 bits and a sign, so a product by such a weight has 50.
  private static final int WEIGHT_BITS = 30;

  /// The least multiple of q above the sums of highest digits makes them positive.
  private static final long LARGEST_TOP_SUM = 1L << 52;

  private final DigitOps.WideModulus q;
  // What Horner's rule over the digits of weights multiplies by, and 1, with their quotients.
  private final long weightRadix;
  private final long weightRadixQuotient;
  private final long oneQuotient;

  WideCombination(Modulus modulus, DigitOps scalar, DigitOps vector, KernelReadiness readiness) {
    super(modulus, scalar, vector, readiness);
    long value = modulus.value();
    long lift = Math.ceilDiv(LARGEST_TOP_SUM, value) * value;
    long radix = modulus.reduce(1L << WordDigits.TOP_SHIFT);
    this.q = new DigitOps.WideModulus(value, lift, radix, Shoup.quotient(radix, value));
    this.weightRadix = modulus.reduce(1L << WEIGHT_BITS);
    this.weightRadixQuotient = Shoup.quotient(weightRadix, value);
    this.oneQuotient = Shoup.quotient(1, value);
  }

  @Override
  double largestDigit() {
    return WordDigits.LARGEST;
  }

  @Override
  long largestWeight() {
    return 1L << WEIGHT_BITS;
  }

  @Override
  int weightDigitBits() {
    return WEIGHT_BITS;
  }

  @Override
  long centre() {
    return modulus().reduce(WordDigits.CENTRE);
  }

  @Override
  void split(Rows in, int io, int count, double[] scratch, int digits) {
    ops(Kernel.SPLIT).splitWords(in.wide(), io, count, scratch, digits);
  }

  @Override
  void joinFirst(double[] scratch, int sums, int count, long offset, Rows out, int oo) {
    ops(Kernel.JOIN).joinWordsFirst(q, scratch, sums, count, offset, out.wide(), oo);
  }

  @Override
  void joinNext(double[] scratch, int sums, int count, long factor, long offset, Rows out, int oo) {
    ops(Kernel.JOIN)
        .joinWordsNext(q, scratch, sums, count, factor, quotient(factor), offset, out.wide(), oo);
  }

  /// Long division takes as long as some hundred words: not for the factors that plans have.
  private long quotient(long factor) {
    if (factor == 1) {
      return oneQuotient;
    }
    return factor == weightRadix ? weightRadixQuotient : Shoup.quotient(factor, q.q());
  }
}
