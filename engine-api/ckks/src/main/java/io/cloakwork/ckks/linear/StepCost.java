package io.cloakwork.ckks.linear;

import io.cloakwork.ckks.Parameters;

/// What a rotation costs in a doubly hoisted linear transform, in any unit; zero steps are free.
///
/// @param baby one inner product with a key and an automorphism
/// @param giant the same and the decomposition of one polynomial
public record StepCost(double baby, double giant) {

  // Costs of one limb in element-wise products in cache, from the ratios of the CPU kernels: a
  // transform of 2^14 points takes as long as ten products. Keys do not fit the caches, so that
  // reading their rows, not multiplying by them, is what they cost.
  private static final double NTT_PER_STAGE = 10.0 / 14;
  private static final double KEY_ROW = 3;
  private static final double AUTOMORPHISM = 2;

  /// The cost at `level`, counted in element-wise products of one limb.
  public static StepCost at(Parameters parameters, int level) {
    return of(
        parameters.logN(),
        level + 1,
        parameters.chain().specialP().size(),
        parameters.digits(level).size());
  }

  /// The cost with `kept` primes of the chain, `special` ones of P and `digits` digits.
  public static StepCost of(int logN, int kept, int special, int digits) {
    int extended = kept + special;
    double baby = 2.0 * extended * (digits * KEY_ROW + AUTOMORPHISM);
    // ModDown of one polynomial, Intt of it, Ntt of each digit's other limbs.
    int transforms = special + kept + digits * extended;
    return new StepCost(baby, baby + transforms * transform(logN));
  }

  /// The transform of one limb.
  public static double transform(int logN) {
    return NTT_PER_STAGE * logN;
  }
}
