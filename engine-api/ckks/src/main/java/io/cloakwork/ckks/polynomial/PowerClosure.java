package io.cloakwork.ckks.polynomial;

import io.cloakwork.ckks.polynomial.PolynomialPlan.Power;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Basis elements together with all that are needed to compute them, each at the least depth.
final class PowerClosure {

  private final Basis basis;
  private final BitSet members;
  private final List<Power> powers = new ArrayList<>();

  /// @param wanted indices of at least 1
  PowerClosure(Basis basis, BitSet wanted) {
    this.basis = basis;
    this.members = (BitSet) wanted.clone();
    members.set(1);
    for (int k = members.length() - 1; k > 1; k = members.previousSetBit(k - 1)) {
      Power power = cheapest(k);
      powers.addFirst(power);
      needs(power).stream().forEach(members::set);
    }
  }

  /// The indices, 1 among them.
  BitSet members() {
    return members;
  }

  /// How each but 1 is computed, ascending.
  List<Power> powers() {
    return powers;
  }

  /// A split of k that asks for the fewest elements that are not there; of several the most even
  /// one, so that a square is preferred.
  private Power cheapest(int k) {
    int deepest = 1 << (PolynomialPlan.depthOf(k) - 1);
    Power best = null;
    int fewest = Integer.MAX_VALUE;
    for (int a = (k + 1) / 2; a <= Math.min(deepest, k - 1); a++) {
      Power candidate = new Power(k, a, k - a);
      BitSet missing = needs(candidate);
      missing.andNot(members);
      if (missing.cardinality() < fewest) {
        fewest = missing.cardinality();
        best = candidate;
      }
    }
    return best;
  }

  private BitSet needs(Power power) {
    BitSet needs = new BitSet();
    needs.set(power.a());
    needs.set(power.b());
    if (basis.folds() && power.a() != power.b()) {
      needs.set(power.a() - power.b());
    }
    return needs;
  }
}
