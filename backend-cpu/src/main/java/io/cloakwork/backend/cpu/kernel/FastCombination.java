package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.Modulus;

/// Linear combinations of balanced doubles: one digit for primes of 26 bits, else two of about half
/// the prime's bits.
final class FastCombination extends CombinationKernels {

  private static final int ONE_DIGIT_BITS = 26;

  /// Weights stay whole if so many of the largest fit into one sum ...
  private static final int WHOLE_WEIGHTS = 8;

  /// ... or if they have no more bits than this: a second digit costs as much as a second sum.
  private static final int LEAST_WEIGHT_BITS = 26;

  private static final int MOST_WEIGHT_BITS = 30;
  private static final int WEIGHT_DIGIT_BITS = 24;

  /// Rows are within ±5q/8 at operation boundaries.
  private static final double BALANCE = 0.625;

  private final DigitOps.FastModulus q;
  private final int lowBits;
  private final double splitter;

  FastCombination(Modulus modulus, DigitOps scalar, DigitOps vector, KernelReadiness readiness) {
    super(modulus, scalar, vector, readiness);
    this.q = new DigitOps.FastModulus(modulus.value(), 1.0 / modulus.value());
    this.lowBits = (modulus.bits() + 1) / 2;
    this.splitter = StrictMath.scalb(BalancedMath.ROUND, lowBits);
  }

  static int digits(Modulus modulus) {
    return modulus.bits() <= ONE_DIGIT_BITS ? 1 : 2;
  }

  /// The low digit is within ±2^(k−1), the high one, a multiple of 2^k, within ±(5q/8 + 2^(k−1)),
  /// of which sums are exact as far as those of multiples of one.
  @Override
  double largestDigit() {
    if (digits(modulus()) == 1) {
      return BALANCE * q.q();
    }
    double low = StrictMath.scalb(1.0, lowBits - 1);
    return Math.max(low, StrictMath.scalb(BALANCE * q.q(), -lowBits) + 1);
  }

  @Override
  long largestWeight() {
    long whole = (long) (LARGEST_SUM / largestDigit()) / WHOLE_WEIGHTS;
    return Math.clamp(whole, 1L << LEAST_WEIGHT_BITS, 1L << MOST_WEIGHT_BITS);
  }

  @Override
  int weightDigitBits() {
    return WEIGHT_DIGIT_BITS;
  }

  @Override
  long centre() {
    return 0;
  }

  @Override
  void split(Rows in, int io, int count, double[] scratch, int digits) {
    if (digits(modulus()) == 1) {
      System.arraycopy(in.fast(), io, scratch, digits, count);
    } else {
      ops(Kernel.SPLIT).split(in.fast(), io, count, splitter, scratch, digits);
    }
  }

  @Override
  void joinFirst(double[] scratch, int sums, int count, long offset, Rows out, int oo) {
    ops(Kernel.JOIN)
        .joinFirst(
            q, digits(modulus()), scratch, sums, count, modulus().centre(offset), out.fast(), oo);
  }

  @Override
  void joinNext(double[] scratch, int sums, int count, long factor, long offset, Rows out, int oo) {
    ops(Kernel.JOIN)
        .joinNext(
            q,
            digits(modulus()),
            scratch,
            sums,
            count,
            modulus().centre(factor),
            modulus().centre(offset),
            out.fast(),
            oo);
  }
}
