package io.cloakwork.ckks.polynomial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.polynomial.PolynomialPlan.Power;
import io.cloakwork.ckks.polynomial.PolynomialPlan.Sum;
import io.cloakwork.ckks.polynomial.PolynomialPlan.Term;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolynomialPlanTest {

  private static final int HIGHEST = 127;

  /// Follows the plan with depths instead of ciphertexts.
  private static final class DepthCount {
    private final PolynomialPlan plan;
    private final Map<Integer, Integer> depths = new HashMap<>(Map.of(1, 0));

    DepthCount(PolynomialPlan plan) {
      this.plan = plan;
      for (Power power : plan.powers()) {
        int depth = Math.max(depths.get(power.a()), depths.get(power.b()));
        if (plan.basis() == Basis.CHEBYSHEV && power.a() != power.b()) {
          assertThat(depths).containsKey(power.a() - power.b());
          depth = Math.max(depth, depths.get(power.a() - power.b()));
        }
        assertThat(power.a() + power.b()).isEqualTo(power.k());
        depths.put(power.k(), depth + 1);
      }
    }

    /// Every product, with a coefficient as with a ciphertext, is followed by a rescale.
    int of(Sum sum) {
      int deepest = 0;
      int from = sum.shape().degree();
      for (Term term : sum.terms()) {
        deepest = Math.max(deepest, elements(sum, term.top() + 1, from));
        deepest = Math.max(deepest, depths.get(term.power()));
        deepest = Math.max(deepest, of(term.factor()));
        from = term.power() - 1;
        boolean folds = plan.basis() == Basis.CHEBYSHEV;
        assertThat(term.top()).isLessThan(folds ? 3 * term.power() : Integer.MAX_VALUE);
      }
      return 1 + Math.max(deepest, elements(sum, 1, from));
    }

    private int elements(Sum sum, int from, int to) {
      int deepest = 0;
      for (int k = from; k <= to; k++) {
        if (sum.shape().parity().allows(k)) {
          deepest = Math.max(deepest, depths.get(k));
        }
      }
      return deepest;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyDegreeTakesTheLeastDepth(Basis basis) {
    for (Parity parity : Parity.values()) {
      for (int degree = 1; degree <= HIGHEST; degree++) {
        PolynomialPlan plan = PolynomialPlan.of(basis, new PolynomialShape(degree, parity));
        int least = (int) Math.ceil(Math.log(degree + 1) / Math.log(2));
        assertThat(plan.depth()).as("degree %d", degree).isEqualTo(least);
        int counted = new DepthCount(plan).of(plan.sums().getFirst());
        assertThat(counted).as("%s degree %d", parity, degree).isLessThanOrEqualTo(least);
      }
    }
  }

  /// Against Paterson and Stockmeyer with powers of two, where every product is relinearised: b − 1
  /// baby steps, the doublings, and one product for each block but the first and for each split of
  /// the leading block that the depth asks for.
  @Test
  void noPlanTakesMoreThanTheTextbook() {
    for (int degree = 1; degree <= HIGHEST; degree++) {
      PolynomialPlan plan =
          PolynomialPlan.of(Basis.CHEBYSHEV, new PolynomialShape(degree, Parity.GENERAL));
      assertThat(plan.relinearizations())
          .as("degree %d", degree)
          .isLessThanOrEqualTo(plan.products());
      assertThat(plan.relinearizations())
          .as("degree %d", degree)
          .isLessThanOrEqualTo(textbook(degree));
    }
  }

  private static int textbook(int degree) {
    int depth = Integer.SIZE - Integer.numberOfLeadingZeros(degree);
    int best = Integer.MAX_VALUE;
    for (int log = 0; log < depth; log++) {
      int babies = 1 << log;
      int doublings = depth - 1 - log;
      int blocks = degree / babies;
      boolean leadingIsLong = degree + 1 > (1 << depth) - babies / 2;
      int extra = leadingIsLong ? Math.max(0, log - 1) : 0;
      best = Math.min(best, babies - 1 + doublings + blocks + extra);
    }
    return best;
  }

  @ParameterizedTest
  @CsvSource({
    "3, GENERAL, 2, 2", "7, GENERAL, 4, 5", "15, GENERAL, 7, 8", "27, GENERAL, 8, 11",
    "31, GENERAL, 10, 13", "59, GENERAL, 13, 16", "63, GENERAL, 15, 18", "127, GENERAL, 18, 28",
    "7, ODD, 4, 5", "15, ODD, 7, 8", "31, ODD, 10, 13", "63, ODD, 14, 17",
    "8, EVEN, 3, 3", "14, EVEN, 5, 6", "30, EVEN, 8, 9", "62, EVEN, 11, 14"
  })
  void costs(int degree, Parity parity, int relinearizations, int products) {
    PolynomialPlan plan = PolynomialPlan.of(Basis.CHEBYSHEV, new PolynomialShape(degree, parity));
    assertThat(plan.relinearizations()).isEqualTo(relinearizations);
    assertThat(plan.products()).isEqualTo(products);
  }

  @Test
  void severalPolynomialsShareTheirPowers() {
    PolynomialShape shape = new PolynomialShape(31, Parity.GENERAL);
    int one = PolynomialPlan.of(Basis.CHEBYSHEV, shape).relinearizations();
    PolynomialPlan plan = PolynomialPlan.of(Basis.CHEBYSHEV, shape, shape, shape, shape);
    assertThat(plan.relinearizations()).isLessThan(3 * one);
    assertThat(plan.sums()).hasSize(4);
  }

  @Test
  void aShorterPolynomialFitsAPlan() {
    PolynomialPlan plan = PolynomialPlan.of(Basis.POWER, new PolynomialShape(7, Parity.ODD));
    plan.requireFits(List.of(SlotPolynomial.uniform(Basis.POWER, 0, 1, 0, 3)));
    assertThatThrownBy(() -> plan.requireFits(List.of(SlotPolynomial.uniform(Basis.POWER, 1, 1))))
        .isInstanceOf(OperandMismatchException.class)
        .hasMessage(
            "polynomial 0 has degree 1 and parity GENERAL, the plan is for degree 7 and parity ODD");
    assertThatThrownBy(
            () -> plan.requireFits(List.of(SlotPolynomial.uniform(Basis.CHEBYSHEV, 0, 1))))
        .hasMessage("polynomials in the bases POWER and CHEBYSHEV");
    assertThatThrownBy(() -> plan.requireFits(List.of()))
        .hasMessage("0 polynomials and a plan for 1");
    assertThatThrownBy(() -> PolynomialPlan.of(SlotPolynomial.uniform(Basis.POWER, 2)))
        .hasMessage("a polynomial of degree 0: it must be in [1, 1023]");
  }
}
