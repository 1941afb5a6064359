package io.cloakwork.compiler.packing;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.StepCost;

/// What the parts of a packed layer cost at a level, in element-wise products of one limb in cache:
/// counts of transforms, key products and plaintext products with the ratios of the CPU kernels.
/// Keys and weights are read once a run and do not fit the caches, so reading their rows, not
/// multiplying by them, is what they cost.
final class RotationCost {

  private static final double NTT_PER_STAGE = 10.0 / 14;
  private static final double KEY_ROW = 3;
  private static final double WEIGHT_ROW = 4;
  private static final double AUTOMORPHISM = 2;

  private final int kept;
  private final int special;
  private final int digits;
  private final double ntt;
  private final StepCost steps;

  RotationCost(Parameters parameters, int level) {
    this.kept = level + 1;
    this.special = parameters.chain().specialP().size();
    this.digits = parameters.digits(level).size();
    this.ntt = NTT_PER_STAGE * parameters.logN();
    double baby = keyProduct() + 2.0 * extended() * AUTOMORPHISM;
    // A giant step divides and decomposes one polynomial first.
    this.steps = new StepCost(baby, baby + divide() / 2 + decompose());
  }

  /// The costs of baby and giant steps, which choose the plan of a transform.
  StepCost steps() {
    return steps;
  }

  private int extended() {
    return kept + special;
  }

  private double decompose() {
    return ntt * (kept + digits * extended() - kept);
  }

  private double divide() {
    return ntt * 2 * (special + kept);
  }

  private double keyProduct() {
    return 2.0 * extended() * digits * KEY_ROW;
  }

  /// One rotation with its own decomposition and division.
  double rotation() {
    return decompose() + keyProduct() + divide() + 2 * kept * AUTOMORPHISM;
  }

  /// The diagonals of a plan, with the division at the end.
  double transform(BsgsPlan plan) {
    double total = divide();
    boolean hoists = false;
    for (int baby : plan.babies()) {
      total += baby == 0 ? 0 : steps.baby();
      hoists |= baby != 0;
    }
    for (BsgsPlan.GiantStep giant : plan.giants()) {
      total += giant.step() == 0 ? 0 : steps.giant();
      total += giant.terms().size() * extended() * WEIGHT_ROW;
    }
    return total + (hoists ? decompose() : 0);
  }
}
