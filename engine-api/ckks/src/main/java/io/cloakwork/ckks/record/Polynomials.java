package io.cloakwork.ckks.record;

import io.cloakwork.ckks.LevelMismatchException;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.polynomial.Basis;
import io.cloakwork.ckks.polynomial.Coefficient;
import io.cloakwork.ckks.polynomial.PolynomialPlan;
import io.cloakwork.ckks.polynomial.PolynomialPlan.Power;
import io.cloakwork.ckks.polynomial.PolynomialPlan.Sum;
import io.cloakwork.ckks.polynomial.PolynomialPlan.Term;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.RnsView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Polynomials of one ciphertext after a [PolynomialPlan].
///
/// Scales go from the result down: the sum under a rescale by q has the wanted scale times q, its
/// factors and coefficients what their partners lack. So the result has exactly the wanted scale,
/// whatever the primes are, and no level is spent on adjusting (Bossuat et al., ePrint 2020/1203,
/// §5.2). Products are summed before one relinearisation and rescale.
final class Polynomials {

  private final Scope scope;
  private final OperandChecks checks;
  private final KeySwitching keySwitching;

  Polynomials(Scope scope, OperandChecks checks, KeySwitching keySwitching) {
    this.scope = scope;
    this.checks = checks;
    this.keySwitching = keySwitching;
  }

  List<CipherRef> apply(
      CipherRef x,
      List<SlotPolynomial> polynomials,
      PolynomialPlan plan,
      double targetScale,
      PlainConstants constants) {
    check(x, polynomials, plan, targetScale);
    Evaluation evaluation = new Evaluation(elements(x, plan), constants);
    List<CipherRef> results = new ArrayList<>();
    for (int i = 0; i < polynomials.size(); i++) {
      int level = x.level() - plan.depth();
      CipherRef out = scope.result(2, level, targetScale);
      evaluation.into(out, plan.sums().get(i), polynomials.get(i));
      results.add(out);
    }
    return results;
  }

  private void check(
      CipherRef x, List<SlotPolynomial> polynomials, PolynomialPlan plan, double targetScale) {
    checks.linear("polynomial", x);
    Scales.requireValid(targetScale);
    plan.requireFits(polynomials);
    for (SlotPolynomial polynomial : polynomials) {
      for (Coefficient coefficient : polynomial.coefficients()) {
        if (coefficient instanceof Coefficient.PerSlot(var values)
            && values.length() > scope.parameters.slots()) {
          throw new OperandMismatchException(
              "polynomial: coefficients for %d slots of %d"
                  .formatted(values.length(), scope.parameters.slots()));
        }
      }
    }
    if (x.level() < plan.depth()) {
      throw new LevelMismatchException(
          "polynomial: degree %d takes %d levels and the ciphertext is at level %d"
              .formatted(plan.degree(), plan.depth(), x.level()));
    }
    scope.parameters.requireScaleFits("polynomial", x.level() - plan.depth(), targetScale);
  }

  /// Every element of the plan, each as high as it can be.
  private Map<Integer, CipherRef> elements(CipherRef x, PolynomialPlan plan) {
    Map<Integer, CipherRef> elements = new TreeMap<>();
    elements.put(1, x);
    for (Power power : plan.powers()) {
      CipherRef a = elements.get(power.a());
      CipherRef b = elements.get(power.b());
      int level = x.level() - power.depth() + 1;
      var sum = new WeightedSum(scope, PlainConstants.none(), level, a.scale() * b.scale());
      if (plan.basis() == Basis.CHEBYSHEV) {
        sum.addProduct(twice(a, level), b);
        fold(sum, power, elements);
      } else {
        sum.addProduct(a, b);
      }
      elements.put(power.k(), close(sum.record()));
    }
    return elements;
  }

  /// T_{a+b} = 2·T_a·T_b − T_{a−b}.
  private static void fold(WeightedSum sum, Power power, Map<Integer, CipherRef> elements) {
    Coefficient minusOne = new Coefficient.Uniform(-1);
    if (power.a() == power.b()) {
      sum.addConstant(minusOne);
    } else {
      sum.addMultiple(elements.get(power.a() - power.b()), minusOne);
    }
  }

  private CipherRef twice(CipherRef a, int level) {
    RnsView<Eval> polys = a.polys().restrict(scope.basis(level));
    return new CipherRef(scope.graph.add(polys, polys), level, a.scale());
  }

  private CipherRef close(CipherRef sum) {
    int level = sum.level() - 1;
    double scale = Scales.afterRescale(scope.parameters, sum.level(), sum.scale());
    CipherRef out = new CipherRef(scope.temporary(2, scope.basis(level)), level, scale);
    closeInto(sum, out);
    return out;
  }

  private void closeInto(CipherRef sum, CipherRef out) {
    if (sum.size() == 3) {
      keySwitching.relinearizeRescaleInto(sum, out.polys());
    } else {
      scope.graph.rescaleInto(sum.polys(), out.polys());
    }
  }

  /// The sums of one plan over the elements of one argument.
  private final class Evaluation {

    private final Map<Integer, CipherRef> elements;
    private final PlainConstants constants;

    Evaluation(Map<Integer, CipherRef> elements, PlainConstants constants) {
      this.elements = elements;
      this.constants = constants;
    }

    /// Writes the polynomial at the level and scale of `out`.
    void into(CipherRef out, Sum plan, SlotPolynomial polynomial) {
      int level = out.level() + 1;
      double scale = out.scale() * scope.parameters.chain().chainQ().get(level).value();
      WeightedSum sum = new WeightedSum(scope, constants, level, scale);
      SlotPolynomial rest = polynomial;
      for (Term term : plan.terms()) {
        addMultiples(sum, rest, term.top() + 1);
        SlotPolynomial.Division parts = rest.upTo(term.top()).dividedBy(term.power());
        addProduct(sum, term, parts.quotient());
        rest = parts.remainder();
      }
      addMultiples(sum, rest, 1);
      if (sum.isEmpty()) {
        // A polynomial that is constant is refused; one whose factors cancelled to a constant is
        // not.
        sum.addMultiple(elements.get(1), Coefficient.zero());
      }
      sum.addConstant(rest.coefficient(0));
      closeInto(sum.record(), out);
    }

    private void addProduct(WeightedSum sum, Term term, SlotPolynomial quotient) {
      CipherRef element = elements.get(term.power());
      if (quotient.degree() == 0) {
        if (!quotient.isZero()) {
          sum.addMultiple(element, quotient.coefficient(0));
        }
        return;
      }
      int level = sum.level();
      double scale = sum.scale() / element.scale();
      CipherRef factor = new CipherRef(scope.temporary(2, scope.basis(level)), level, scale);
      into(factor, term.factor(), quotient);
      sum.addProduct(factor, element);
    }

    private void addMultiples(WeightedSum sum, SlotPolynomial polynomial, int from) {
      for (int k = from; k <= polynomial.degree(); k++) {
        if (!polynomial.coefficient(k).isZero()) {
          sum.addMultiple(elements.get(k), polynomial.coefficient(k));
        }
      }
    }
  }
}
