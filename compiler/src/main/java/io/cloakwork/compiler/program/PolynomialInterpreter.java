package io.cloakwork.compiler.program;

import io.cloakwork.ckks.polynomial.Basis;
import io.cloakwork.ckks.polynomial.Coefficient;
import io.cloakwork.ckks.polynomial.PolynomialPlan;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Evaluates a polynomial on clear slots by its plan: the same elements, products and sums as on
/// ciphertexts, each with the noise of its rescale. Scales stay within a bit of the argument's,
/// which is near enough for noise.
public final class PolynomialInterpreter {

  private final PolynomialPlan plan;
  private final SlotPolynomial polynomial;
  private final double scale;
  private final SlotNoise noise;
  private final Map<Integer, double[]> elements = new HashMap<>();

  /// @param scale of the argument and the result
  public PolynomialInterpreter(
      PolynomialPlan plan, SlotPolynomial polynomial, double scale, SlotNoise noise) {
    this.plan = plan;
    this.polynomial = polynomial;
    this.scale = scale;
    this.noise = noise;
  }

  /// The polynomial's values at `x`.
  public double[] evaluate(double[] x) {
    elements.put(1, x);
    for (PolynomialPlan.Power power : plan.powers()) {
      elements.put(power.k(), element(power));
    }
    return sum(plan.sums().getFirst(), polynomial);
  }

  private double[] element(PolynomialPlan.Power power) {
    double[] a = elements.get(power.a());
    double[] b = elements.get(power.b());
    double[] product = new double[a.length];
    if (plan.basis() == Basis.POWER) {
      Arrays.setAll(product, i -> a[i] * b[i]);
    } else if (power.a() == power.b()) {
      Arrays.setAll(product, i -> 2 * a[i] * b[i] - 1);
    } else {
      double[] folded = elements.get(power.a() - power.b());
      Arrays.setAll(product, i -> 2 * a[i] * b[i] - folded[i]);
    }
    return noise.dividedByPAndRescaled(product, scale);
  }

  private double[] sum(PolynomialPlan.Sum part, SlotPolynomial whole) {
    double[] sum = new double[elements.get(1).length];
    SlotPolynomial rest = whole;
    for (PolynomialPlan.Term term : part.terms()) {
      addMultiples(sum, rest, term.top() + 1);
      SlotPolynomial.Division parts = rest.upTo(term.top()).dividedBy(term.power());
      double[] element = elements.get(term.power());
      double[] factor =
          parts.quotient().degree() == 0
              ? slots(parts.quotient().coefficient(0), sum.length)
              : sum(term.factor(), parts.quotient());
      for (int i = 0; i < sum.length; i++) {
        sum[i] += factor[i] * element[i];
      }
      rest = parts.remainder();
    }
    addMultiples(sum, rest, 1);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += rest.coefficient(0).re(i);
    }
    return part.isLinear() ? noise.rescaled(sum, scale) : noise.dividedByPAndRescaled(sum, scale);
  }

  private static double[] slots(Coefficient coefficient, int count) {
    double[] values = new double[count];
    Arrays.setAll(values, coefficient::re);
    return values;
  }

  private void addMultiples(double[] sum, SlotPolynomial from, int lowest) {
    for (int k = lowest; k <= from.degree(); k++) {
      Coefficient coefficient = from.coefficient(k);
      if (!coefficient.isZero()) {
        double[] element = elements.get(k);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += coefficient.re(i) * element[i];
        }
      }
    }
  }
}
