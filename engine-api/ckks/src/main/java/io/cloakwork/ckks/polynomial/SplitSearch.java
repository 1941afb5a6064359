package io.cloakwork.ckks.polynomial;

import io.cloakwork.ckks.polynomial.PolynomialPlan.Sum;
import io.cloakwork.ckks.polynomial.PolynomialPlan.Term;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The cheapest way to write a polynomial by given basis elements within a number of levels, by
/// dynamic programming over degree, levels and parity.
///
/// Within b levels, the sum is made at depth b − 1 and rescaled: elements up to index 2^(b−1) are
/// there by then, and factors have b − 1 levels.
final class SplitSearch {

  private final Basis basis;
  private final BitSet elements;
  private final Map<State, Split> splits = new HashMap<>();

  private record State(int degree, int levels, Parity parity) {}

  /// The products of a sum, the one of the highest power first; their factors' cost in all.
  private record Split(int cost, int top, int power, State factor, Split rest) {

    private static final Split NONE = new Split(0, 0, 0, null, null);
    private static final Split IMPOSSIBLE = new Split(PlanCost.IMPOSSIBLE, 0, 0, null, null);

    boolean isLinear() {
      return factor == null;
    }

    /// With the relinearisation or rescale at the end.
    int closed() {
      return cost + (isLinear() ? PlanCost.RESCALE : PlanCost.RELINEARIZATION);
    }
  }

  SplitSearch(Basis basis, BitSet elements) {
    this.basis = basis;
    this.elements = elements;
  }

  /// The cost of a polynomial of that shape within `levels`; at least [PlanCost#IMPOSSIBLE] if it
  /// cannot be written.
  int cost(PolynomialShape shape, int levels) {
    return split(shape.degree(), levels, shape.parity()).closed();
  }

  /// The cheapest sum; it must exist.
  Sum sum(PolynomialShape shape, int levels) {
    List<Term> terms = new ArrayList<>();
    Split split = split(shape.degree(), levels, shape.parity());
    for (; !split.isLinear(); split = split.rest) {
      State factor = split.factor;
      PolynomialShape factorShape = new PolynomialShape(factor.degree(), factor.parity());
      terms.add(new Term(split.power, sum(factorShape, factor.levels())));
    }
    return new Sum(shape, terms);
  }

  private Split split(int degree, int levels, Parity parity) {
    int top = degree;
    // What an element can stand for costs nothing that matters.
    while (top > 0 && (!parity.allows(top) || reachable(top, levels))) {
      top--;
    }
    if (top == 0) {
      return Split.NONE;
    }
    State state = new State(top, levels, parity);
    Split known = splits.get(state);
    if (known == null) {
      known = search(state);
      splits.put(state, known);
    }
    return known;
  }

  private boolean reachable(int k, int levels) {
    return levels > 0 && k <= 1 << (levels - 1) && elements.get(k);
  }

  private Split search(State state) {
    Split best = Split.IMPOSSIBLE;
    int highest = state.levels() < 1 ? 0 : Math.min(state.degree() - 1, 1 << (state.levels() - 1));
    int lowest = basis.folds() ? state.degree() / 3 + 1 : 1;
    for (int m = elements.previousSetBit(highest);
        m >= lowest;
        m = elements.previousSetBit(m - 1)) {
      Parity parity = state.parity().dividedBy(m);
      State factor = new State(state.degree() - m, state.levels() - 1, parity);
      int factorCost = split(factor.degree(), factor.levels(), parity).closed();
      Split rest = split(m - 1, state.levels(), state.parity());
      int cost = PlanCost.PRODUCT + factorCost + rest.cost;
      if (cost < best.cost) {
        best = new Split(cost, state.degree(), m, factor, rest);
      }
    }
    return best;
  }

  /// Adds every element that the sum uses to `used`.
  void collect(Sum sum, int levels, BitSet used) {
    int from = sum.shape().degree();
    for (Term term : sum.terms()) {
      addIndices(sum.shape().parity(), term.top() + 1, from, used);
      used.set(term.power());
      collect(term.factor(), levels - 1, used);
      from = term.power() - 1;
    }
    addIndices(sum.shape().parity(), 1, from, used);
  }

  private static void addIndices(Parity parity, int from, int to, BitSet used) {
    for (int k = from; k <= to; k++) {
      if (parity.allows(k)) {
        used.set(k);
      }
    }
  }
}
