package io.cloakwork.compiler.packing;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.StepCost;

/// What the parts of a packed layer cost at a level, in the unit of [StepCost]: element-wise
/// products of one limb in cache. Weights are read once a run and do not fit the caches, so reading
/// their rows is what they cost.
public final class RotationCost {

  private static final double WEIGHT_ROW = 4;

  private final int kept;
  private final int special;
  private final int digits;
  private final double ntt;
  private final StepCost steps;
  private final double keyPrice;

  /// @param kept primes of the chain at the level
  /// @param special primes of P
  /// @param digits at the level
  public RotationCost(int logN, int kept, int special, int digits) {
    this(logN, kept, special, digits, 0);
  }

  private RotationCost(int logN, int kept, int special, int digits, double pricePerByte) {
    this.kept = kept;
    this.special = special;
    this.digits = digits;
    this.ntt = StepCost.transform(logN);
    this.steps = StepCost.of(logN, kept, special, digits);
    this.keyPrice = pricePerByte * 2 * digits * (kept + special) * Long.BYTES * (1L << logN);
  }

  /// @param pricePerByte what a byte of a key costs
  RotationCost(Parameters parameters, int level, double pricePerByte) {
    this(
        parameters.logN(),
        level + 1,
        parameters.chain().specialP().size(),
        parameters.digits(level).size(),
        pricePerByte);
  }

  RotationCost(Parameters parameters, int level) {
    this(parameters, level, 0);
  }

  /// What a key at this level is priced at.
  double keyPrice() {
    return keyPrice;
  }

  /// The costs of baby and giant steps, their keys among them, which choose the plan of a
  /// transform.
  StepCost steps() {
    return new StepCost(steps.baby() + keyPrice, steps.giant() + keyPrice);
  }

  private int extended() {
    return kept + special;
  }

  private double decompose() {
    return ntt * digits * extended();
  }

  private double divide() {
    return ntt * 2 * (special + kept);
  }

  /// One rotation with its own decomposition and division.
  public double rotation() {
    return decompose() + steps.baby() + divide();
  }

  /// The same as a chain of plain rotations; `below` is the cost one level down, where giant steps
  /// are made.
  double chainedTransform(BsgsPlan plan, RotationCost below) {
    double total = plan.babies().size() * rotation();
    for (BsgsPlan.GiantStep giant : plan.giants()) {
      total += below.rotation() + giant.terms().size() * kept * WEIGHT_ROW + 2 * kept * ntt;
    }
    return total;
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
