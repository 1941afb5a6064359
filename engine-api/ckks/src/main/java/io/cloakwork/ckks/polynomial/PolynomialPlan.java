package io.cloakwork.ckks.polynomial;

import io.cloakwork.ckks.OperandMismatchException;
import java.util.Arrays;
import java.util.List;

/// How one or several polynomials of the same ciphertext are evaluated: which basis elements are
/// computed, and how each polynomial is split into products with them (Paterson and Stockmeyer,
/// 1973), at the least depth.
///
/// A polynomial is Σ q_i·b_{m_i} plus a linear combination of elements, each q_i again such a sum.
/// The sum is relinearised and rescaled once, so that what counts is not the products but the sums;
/// the leading q_i becomes short at every step, so that the products with coefficients cost no
/// level of their own (as in Bossuat et al., ePrint 2020/1203, §5).
///
/// @param basis of all polynomials
/// @param depth levels from the argument to every result
/// @param powers the elements that are computed, in an order in which they can be
/// @param sums one for each polynomial
public record PolynomialPlan(Basis basis, int depth, List<Power> powers, List<Sum> sums) {

  /// The element of index k = a + b, from those of a ≥ b; in the Chebyshev basis also from that of
  /// a − b.
  public record Power(int k, int a, int b) {

    /// Levels from the argument to the element.
    public int depth() {
      return depthOf(k);
    }
  }

  /// A polynomial of at most `degree`: the terms, in descending order of their powers, and a linear
  /// combination of elements for the rest.
  public record Sum(PolynomialShape shape, List<Term> terms) {
    public Sum {
      terms = List.copyOf(terms);
    }

    /// Whether it is a linear combination of elements only, to be rescaled but not relinearised.
    public boolean isLinear() {
      return terms.isEmpty();
    }
  }

  /// The product of a sum with the element of index `power`.
  public record Term(int power, Sum factor) {

    /// Coefficients above this index belong to elements that are there.
    public int top() {
      return power + factor.shape().degree();
    }
  }

  public PolynomialPlan {
    powers = List.copyOf(powers);
    sums = List.copyOf(sums);
  }

  /// The plan of least cost found for polynomials of these shapes.
  public static PolynomialPlan of(Basis basis, PolynomialShape... shapes) {
    return PlanSearch.best(basis, List.of(shapes));
  }

  /// The plan of least cost found for these polynomials.
  ///
  /// @throws OperandMismatchException if there are none, they have different bases, or one is
  ///   constant
  public static PolynomialPlan of(SlotPolynomial... polynomials) {
    return of(Arrays.asList(polynomials));
  }

  /// The same for a list.
  public static PolynomialPlan of(List<SlotPolynomial> polynomials) {
    if (polynomials.isEmpty()) {
      throw new OperandMismatchException("a plan for no polynomials");
    }
    Basis basis = polynomials.getFirst().basis();
    polynomials.forEach(polynomial -> requireBasis(basis, polynomial));
    return PlanSearch.best(basis, polynomials.stream().map(SlotPolynomial::shape).toList());
  }

  /// ⌈log2 k⌉.
  static int depthOf(int k) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(k - 1);
  }

  /// The highest degree among the polynomials.
  public int degree() {
    return sums.stream().mapToInt(sum -> sum.shape().degree()).max().orElseThrow();
  }

  /// Checks that the polynomials can be evaluated by this plan.
  ///
  /// @throws OperandMismatchException if their number, bases, degrees or parities do not fit
  public void requireFits(List<SlotPolynomial> polynomials) {
    if (polynomials.size() != sums.size()) {
      throw new OperandMismatchException(
          "%d polynomials and a plan for %d".formatted(polynomials.size(), sums.size()));
    }
    for (int i = 0; i < polynomials.size(); i++) {
      requireBasis(basis, polynomials.get(i));
      PolynomialShape actual = polynomials.get(i).shape();
      PolynomialShape planned = sums.get(i).shape();
      if (!planned.covers(actual)) {
        throw new OperandMismatchException(
            "polynomial %d has degree %d and parity %s, the plan is for degree %d and parity %s"
                .formatted(
                    i, actual.degree(), actual.parity(), planned.degree(), planned.parity()));
      }
    }
  }

  private static void requireBasis(Basis basis, SlotPolynomial polynomial) {
    if (polynomial.basis() != basis) {
      throw new OperandMismatchException(
          "polynomials in the bases %s and %s".formatted(basis, polynomial.basis()));
    }
  }

  /// Products of two ciphertexts.
  public int products() {
    return powers.size() + sums.stream().mapToInt(PolynomialPlan::products).sum();
  }

  private static int products(Sum sum) {
    return sum.terms().stream().mapToInt(term -> 1 + products(term.factor())).sum();
  }

  /// Relinearisations, each with a rescale: one an element and one a sum of products.
  public int relinearizations() {
    return powers.size() + sums.stream().mapToInt(PolynomialPlan::relinearizations).sum();
  }

  private static int relinearizations(Sum sum) {
    int own = sum.isLinear() ? 0 : 1;
    return own + sum.terms().stream().mapToInt(term -> relinearizations(term.factor())).sum();
  }

  /// Rescales without a relinearisation: one a linear sum.
  public int rescales() {
    return sums.stream().mapToInt(PolynomialPlan::rescales).sum();
  }

  private static int rescales(Sum sum) {
    int own = sum.isLinear() ? 1 : 0;
    return own + sum.terms().stream().mapToInt(term -> rescales(term.factor())).sum();
  }

  /// Products of a ciphertext with a coefficient, if none is zero that the parities allow.
  public int scalarProducts() {
    return sums.stream().mapToInt(PolynomialPlan::scalarProducts).sum();
  }

  private static int scalarProducts(Sum sum) {
    int products = 0;
    int from = sum.shape().degree();
    for (Term term : sum.terms()) {
      products += indices(sum.shape().parity(), term.top() + 1, from);
      products += scalarProducts(term.factor());
      from = term.power() - 1;
    }
    return products + indices(sum.shape().parity(), 1, from);
  }

  private static int indices(Parity parity, int from, int to) {
    int count = 0;
    for (int k = from; k <= to; k++) {
      count += parity.allows(k) ? 1 : 0;
    }
    return count;
  }
}
