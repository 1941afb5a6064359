package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.Modulus;

/// What linear combinations need of one prime: how its residues are split into digits and how sums
/// of digits become residues again. Immutable and safe for many threads; nothing allocates.
public abstract sealed class CombinationKernels permits FastCombination, WideCombination {

  /// Sums of digits times weights stay within ± this, so that doubles hold them exactly.
  static final double LARGEST_SUM = 0x1p53;

  private final Modulus modulus;
  private final DigitOps scalar;
  private final DigitOps vector;
  private final KernelReadiness readiness;

  CombinationKernels(Modulus modulus, DigitOps scalar, DigitOps vector, KernelReadiness readiness) {
    this.modulus = modulus;
    this.scalar = scalar;
    this.vector = vector;
    this.readiness = readiness;
  }

  /// The kernels of a prime, in the lane that its width decides.
  static CombinationKernels of(
      Modulus modulus, DigitOps scalar, DigitOps vector, KernelReadiness readiness) {
    return modulus.isFastLane()
        ? new FastCombination(modulus, scalar, vector, readiness)
        : new WideCombination(modulus, scalar, vector, readiness);
  }

  final Modulus modulus() {
    return modulus;
  }

  final DigitOps ops(Kernel kernel) {
    return readiness.isReady(kernel, modulus.isFastLane()) ? vector : scalar;
  }

  /// How many digits the residues of `modulus` have.
  static int digits(Modulus modulus) {
    return modulus.isFastLane() ? FastCombination.digits(modulus) : WordDigits.COUNT;
  }

  /// What no digit passes in magnitude, each in units of its own grid.
  abstract double largestDigit();

  /// Weights up to this are taken as they are; larger ones are split into digits.
  abstract long largestWeight();

  /// The bits of a digit of a weight, at least one less than [#largestWeight] has.
  abstract int weightDigitBits();

  /// What digits leave out of every residue, in \[0, q): a row's offset is to bring it back.
  abstract long centre();

  /// Splits `count` residues into digits.
  abstract void split(Rows in, int io, int count, double[] scratch, int digits);

  /// out = the residue that the sums stand for, plus `offset` in \[0, q).
  abstract void joinFirst(double[] scratch, int sums, int count, long offset, Rows out, int oo);

  /// out = out · factor + the residue that the sums stand for + `offset`, both in \[0, q).
  abstract void joinNext(
      double[] scratch, int sums, int count, long factor, long offset, Rows out, int oo);
}
