package io.cloakwork.ckks.record;

import io.cloakwork.ckks.LevelMismatchException;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.polynomial.Coefficient;
import io.cloakwork.ckks.polynomial.SlotPolynomial;
import io.cloakwork.ckks.polynomial.minimax.CompositeInverse;
import io.cloakwork.ckks.polynomial.minimax.CompositeSign;
import java.util.List;

/// Functions that are composed of polynomials. Scales go from the result down, as in [Polynomials].
final class Composites {

  private static final Coefficient HALF = new Coefficient.Uniform(0.5);
  private static final Coefficient ONE = new Coefficient.Uniform(1);

  private final Scope scope;
  private final OperandChecks checks;
  private final Polynomials polynomials;

  Composites(Scope scope, OperandChecks checks, Polynomials polynomials) {
    this.scope = scope;
    this.checks = checks;
    this.polynomials = polynomials;
  }

  CipherRef sign(CipherRef x, CompositeSign sign, double targetScale) {
    requireLevels("sign", x, sign.depth());
    checkTarget("sign", x.level() - sign.depth(), targetScale);
    CipherRef out = scope.result(2, x.level() - sign.depth(), targetScale);
    signInto(x, sign, 1, out);
    return out;
  }

  /// x·(1 + sign x)/2 = x·(sign x)/2 + x/2.
  CipherRef relu(CipherRef x, CompositeSign sign, double targetScale) {
    requireLevels("relu", x, sign.depth() + 1);
    return timesHalfSign("relu", x, List.of(x), sign, targetScale);
  }

  /// (a − b)·(sign(a − b))/2 + a/2 + b/2.
  CipherRef maximum(CipherRef a, CipherRef b, CompositeSign sign, double targetScale) {
    checks.sameForm("maximum", a, b);
    requireLevels("maximum", a, sign.depth() + 1);
    CipherRef difference = polynomials.temporary(a.level(), a.scale());
    scope.graph.subInto(a.polys(), b.polys(), difference.polys());
    return timesHalfSign("maximum", difference, List.of(a, b), sign, targetScale);
  }

  /// x·(sign x)/2 + Σ halves/2.
  private CipherRef timesHalfSign(
      String name, CipherRef x, List<CipherRef> halves, CompositeSign sign, double targetScale) {
    int level = x.level() - sign.depth();
    checkTarget(name, level - 1, targetScale);
    double sumScale = targetScale * prime(level);
    CipherRef half = polynomials.temporary(level, sumScale / x.scale());
    WeightedSum sum = sum(level, sumScale);
    CipherRef out = scope.result(2, level - 1, targetScale);
    signInto(x, sign, 0.5, half);
    sum.addProduct(x, half);
    halves.forEach(term -> sum.addMultiple(term, HALF));
    polynomials.closeInto(sum.record(), out);
    return out;
  }

  /// factor · sign x.
  private void signInto(CipherRef x, CompositeSign sign, double factor, CipherRef out) {
    CipherRef value = x;
    for (int i = 0; i < sign.stages().size(); i++) {
      CompositeSign.Stage stage = sign.stages().get(i);
      boolean last = i == sign.stages().size() - 1;
      int level = value.level() - stage.plan().depth();
      CipherRef next = last ? out : polynomials.temporary(level, x.scale());
      SlotPolynomial polynomial =
          last && factor != 1 ? stage.polynomial().times(factor) : stage.polynomial();
      polynomials.into(value, polynomial, stage.plan(), next);
      value = next;
    }
  }

  CipherRef inverse(CipherRef x, CompositeInverse inverse, double targetScale) {
    requireLevels("inverse", x, inverse.depth());
    checkTarget("inverse", x.level() - inverse.depth(), targetScale);
    CipherRef out = scope.result(2, x.level() - inverse.depth(), targetScale);
    CipherRef u = normalised(x, inverse);
    int level = u.level() - inverse.plan().depth();
    SlotPolynomial polynomial = inverse.initial().polynomial();
    if (inverse.iterations() == 0) {
      polynomials.into(u, polynomial, inverse.plan(), out);
      return out;
    }
    double scale = initialScale(x.scale(), level, inverse.iterations(), targetScale);
    CipherRef y = polynomials.temporary(level, scale);
    polynomials.into(u, polynomial, inverse.plan(), y);
    iterate(x, y, inverse.iterations(), out);
    return out;
  }

  /// u = (2x − low − high) / (high − low), one level below x, at its scale.
  private CipherRef normalised(CipherRef x, CompositeInverse inverse) {
    double width = inverse.high() - inverse.low();
    CipherRef u = polynomials.temporary(x.level() - 1, x.scale());
    double scale = x.scale() * prime(x.level());
    WeightedSum sum = sum(x.level(), scale);
    sum.addMultiple(x, new Coefficient.Uniform(2 / width));
    sum.addConstant(new Coefficient.Uniform(-(inverse.low() + inverse.high()) / width));
    polynomials.closeInto(sum.record(), u);
    return u;
  }

  /// e = 1 − x·y; then y ← y + y·e and e ← e², the last y into `out`.
  private void iterate(CipherRef x, CipherRef initial, int iterations, CipherRef out) {
    CipherRef y = initial;
    CipherRef e = oneMinusProduct(x, y);
    for (int i = 0; i < iterations; i++) {
      boolean last = i == iterations - 1;
      WeightedSum sum = sum(e.level(), y.scale() * e.scale());
      sum.addProduct(y, e);
      sum.addMultiple(y, ONE);
      if (last) {
        polynomials.closeInto(sum.record(), out);
        return;
      }
      CipherRef next = polynomials.close(sum.record());
      WeightedSum square = sum(e.level(), e.scale() * e.scale());
      square.addProduct(e, e);
      e = polynomials.close(square.record());
      y = next;
    }
  }

  private CipherRef oneMinusProduct(CipherRef x, CipherRef y) {
    CipherRef minusX = polynomials.temporary(y.level(), x.scale());
    scope.graph.negInto(x.polys().restrict(scope.basis(y.level())), minusX.polys());
    WeightedSum sum = sum(y.level(), x.scale() * y.scale());
    sum.addProduct(minusX, y);
    sum.addConstant(ONE);
    return polynomials.close(sum.record());
  }

  private WeightedSum sum(int level, double scale) {
    return new WeightedSum(scope, PlainConstants.none(), level, scale);
  }

  /// The scale of y at `level` for which the last iteration ends at `targetScale`. The result's
  /// logarithm is linear in y's, with slope 2^iterations.
  private double initialScale(double xScale, int level, int iterations, double targetScale) {
    double atOne = finalLogScale(xScale, level, iterations, 1);
    double slope = 1 << iterations;
    return StrictMath.exp((StrictMath.log(targetScale) - atOne) / slope);
  }

  private double finalLogScale(double xScale, int level, int iterations, double yScale) {
    double y = StrictMath.log(yScale);
    double e = StrictMath.log(xScale) + y - StrictMath.log(prime(level));
    for (int i = 1; i <= iterations; i++) {
      double prime = StrictMath.log(prime(level - i));
      y += e - prime;
      e += e - prime;
    }
    return y;
  }

  private double prime(int level) {
    return scope.parameters.chain().chainQ().get(level).value();
  }

  private void requireLevels(String operation, CipherRef x, int depth) {
    checks.linear(operation, x);
    if (x.level() < depth) {
      throw new LevelMismatchException(
          "%s: it takes %d levels and the ciphertext is at level %d"
              .formatted(operation, depth, x.level()));
    }
  }

  private void checkTarget(String operation, int level, double targetScale) {
    Scales.requireValid(targetScale);
    scope.parameters.requireScaleFits(operation, level, targetScale);
  }
}
