package io.cloakwork.ckks.polynomial;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.polynomial.PolynomialPlan.Sum;
import java.util.BitSet;
import java.util.List;

/// Looks for the set of basis elements with which all polynomials cost least: the baby steps 1 … b,
/// giant steps at multiples of b and at doublings of those, powers of two for the leading
/// coefficients; then every element is left out that it is cheaper to do without.
final class PlanSearch {

  private static final int MAX_MULTIPLES = 8;

  private final Basis basis;
  private final List<PolynomialShape> shapes;
  private final int depth;
  private final int degree;

  private BitSet best;
  private int bestCost = PlanCost.IMPOSSIBLE;

  private PlanSearch(Basis basis, List<PolynomialShape> shapes) {
    if (shapes.isEmpty()) {
      throw new OperandMismatchException("a plan for no polynomials");
    }
    this.basis = basis;
    this.shapes = shapes;
    this.depth = shapes.stream().mapToInt(PolynomialShape::depth).max().orElseThrow();
    this.degree = shapes.stream().mapToInt(PolynomialShape::degree).max().orElseThrow();
  }

  static PolynomialPlan best(Basis basis, List<PolynomialShape> shapes) {
    PlanSearch search = new PlanSearch(basis, shapes);
    int most = 4 + 2 * (int) Math.sqrt(search.degree);
    for (int babies = 1; babies <= Math.min(most, search.degree); babies++) {
      for (int multiples = 1; multiples <= MAX_MULTIPLES; multiples++) {
        search.consider(search.candidate(babies, multiples));
      }
    }
    search.prune();
    return search.plan();
  }

  private BitSet candidate(int babies, int multiples) {
    BitSet wanted = new BitSet();
    for (int k = 1; k <= babies; k++) {
      int index = k;
      if (shapes.stream().anyMatch(shape -> shape.parity().allows(index))) {
        wanted.set(k);
      }
    }
    int highest = Math.min(degree, 1 << (depth - 1));
    for (int k = 1; k <= highest; k *= 2) {
      wanted.set(k);
    }
    for (int j = 1; j <= multiples && j * babies <= highest; j++) {
      wanted.set(j * babies);
    }
    for (int k = multiples * babies; k <= highest; k *= 2) {
      wanted.set(k);
    }
    return wanted;
  }

  /// Keeps the set if it is better than the best so far.
  private boolean consider(BitSet wanted) {
    PowerClosure closure = new PowerClosure(basis, wanted);
    int cost = cost(closure);
    if (cost >= bestCost) {
      return false;
    }
    best = closure.members();
    bestCost = cost;
    return true;
  }

  private int cost(PowerClosure closure) {
    SplitSearch splits = new SplitSearch(basis, closure.members());
    int cost = closure.powers().size() * (PlanCost.RELINEARIZATION + PlanCost.PRODUCT);
    for (PolynomialShape shape : shapes) {
      cost += splits.cost(shape, depth);
    }
    return cost;
  }

  private void prune() {
    for (int k = best.previousSetBit(best.length()); k > 1; k = best.previousSetBit(k - 1)) {
      BitSet without = used();
      without.clear(k);
      consider(without);
    }
    consider(used());
  }

  /// The elements that the sums use themselves.
  private BitSet used() {
    SplitSearch splits = new SplitSearch(basis, best);
    BitSet used = new BitSet();
    for (PolynomialShape shape : shapes) {
      splits.collect(splits.sum(shape, depth), depth, used);
    }
    return used;
  }

  private PolynomialPlan plan() {
    PowerClosure closure = new PowerClosure(basis, best);
    SplitSearch splits = new SplitSearch(basis, closure.members());
    List<Sum> sums = shapes.stream().map(shape -> splits.sum(shape, depth)).toList();
    return new PolynomialPlan(basis, depth, closure.powers(), sums);
  }
}
