package io.cloakwork.ckks.linear;

import io.cloakwork.ckks.Parameters;

/// What a rotation costs in a doubly hoisted linear transform, in any unit; zero steps are free.
///
/// @param baby one inner product with a key and an automorphism
/// @param giant the same and the decomposition of one polynomial
public record StepCost(double baby, double giant) {

  // Costs of one limb in element-wise products, from the ratios of the CPU kernels: a transform of
  // 2^14 points takes as long as ten products, a lazy term of an inner product less than one.
  private static final double NTT_PER_STAGE = 10.0 / 14;
  private static final double INNER_TERM = 0.8;
  private static final double AUTOMORPHISM = 2;

  /// The cost at `level`, counted in element-wise products of one limb.
  public static StepCost at(Parameters parameters, int level) {
    int kept = level + 1;
    int special = parameters.chain().specialP().size();
    int extended = kept + special;
    int digits = parameters.digits(level).size();
    double baby = 2.0 * extended * (digits * INNER_TERM + AUTOMORPHISM);
    // ModDown of one polynomial, Intt of it, Ntt of each digit's other limbs.
    int transforms = special + kept + kept + digits * extended - kept;
    return new StepCost(baby, baby + transforms * NTT_PER_STAGE * parameters.logN());
  }
}
