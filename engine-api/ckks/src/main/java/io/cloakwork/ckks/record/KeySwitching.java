package io.cloakwork.ckks.record;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.Parameters.Digit;
import io.cloakwork.ckks.Scales;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;

/// Hybrid key switching (Han and Ki, ePrint 2019/688, §3, on the RNS variant of ePrint 2018/931):
/// decompose into digits, raise each to Q_l ∪ P, multiply with the key, divide by P.
///
/// A raised digit is congruent to its residue modulo Q_d; the multiple of Q_d by which it differs
/// meets g_d and vanishes modulo Q. Digits are raised around zero, which makes the switched noise
/// smaller, except where SEAL's words are wanted ([Parameters#keepsSealWords]): raised from [0,
/// Q_d), with one prime a digit and one special prime, this is Microsoft SEAL's algorithm, word for
/// word.
final class KeySwitching {

  private final Scope scope;
  private final GraphBuilder graph;
  private final OperandChecks checks;

  KeySwitching(Scope scope, OperandChecks checks) {
    this.scope = scope;
    this.graph = scope.graph;
    this.checks = checks;
  }

  /// The digits of `poly`, each over Q_l ∪ P.
  List<RnsView<Eval>> decompose(RnsView<Eval> poly, int level) {
    RnsView<Coeff> coefficients = graph.intt(poly);
    List<RnsView<Eval>> digits = new ArrayList<>();
    for (Digit digit : scope.parameters.digits(level)) {
      digits.add(raise(poly, coefficients, digit, level));
    }
    return digits;
  }

  private RnsView<Eval> raise(
      RnsView<Eval> poly, RnsView<Coeff> coefficients, Digit digit, int level) {
    RnsBasis extended = scope.extended(level);
    RnsView<Eval> raised = scope.temporary(1, extended);
    RnsBasis own = extended.range(digit.from(), digit.to());
    List<Modulus> others = new ArrayList<>(extended.moduli());
    others.removeAll(own.moduli());
    RnsBasis target = new RnsBasis(others);
    graph.copyInto(poly.restrict(own), raised.restrict(own));
    RnsView<Coeff> residues = coefficients.restrict(own);
    RnsView<Coeff> converted =
        scope.parameters.keepsSealWords()
            ? graph.baseConvert(residues, target)
            : CentredConversion.convert(graph, residues, target);
    graph.nttInto(converted, raised.restrict(target));
    return raised;
  }

  /// Σ_d digit_d · (b_d, a_d) over Q_l ∪ P: P times the switched polynomial.
  RnsView<Eval> multiplyWithKey(List<RnsView<Eval>> digits, KeyId id, int level) {
    RnsView<Eval> out = scope.temporary(2, scope.extended(level));
    return multiplyWithKeyInto(digits, id, level, out);
  }

  /// The same for the limbs of `out` only.
  private RnsView<Eval> multiplyWithKeyInto(
      List<RnsView<Eval>> digits, KeyId id, int level, RnsView<Eval> out) {
    List<RnsView<Eval>> factors = new ArrayList<>();
    List<RnsView<Eval>> keys = new ArrayList<>();
    for (int d = 0; d < digits.size(); d++) {
      factors.add(digits.get(d).restrict(out.basis()));
      keys.add(scope.keyDigit(id, d, level).restrict(out.basis()));
    }
    return graph.innerProductInto(factors, keys, out);
  }

  /// Division by P.
  RnsView<Eval> divideByP(RnsView<Eval> extended) {
    RnsBasis kept = extended.basis().range(0, extended.limbs() - scope.special().size());
    RnsView<Eval> out = scope.temporary(extended.polys(), kept);
    divideInto(extended, out);
    return out;
  }

  /// Division by the product of the limbs that `out` does not have: P, or P·q_l.
  void divideInto(RnsView<Eval> in, RnsView<Eval> out) {
    CentredDivision.divideInto(graph, in, out, scope.parameters.keepsSealWords());
  }

  /// The two polynomials at `level` that `digits` switch to.
  RnsView<Eval> apply(List<RnsView<Eval>> digits, KeyId id, int level) {
    return divideByP(multiplyWithKey(digits, id, level));
  }

  /// P modulo the primes of `level`.
  Scalars specialProduct(int level) {
    return Scalars.of(scope.special().product(), scope.basis(level));
  }

  CipherRef relinearize(CipherRef a) {
    checks.quadratic("relinearize", a);
    List<RnsView<Eval>> digits = decompose(a.poly(2), a.level());
    RnsView<Eval> switched = apply(digits, KeyId.relinearization(), a.level());
    CipherRef out = scope.result(2, a.level(), a.scale());
    graph.addInto(a.polys().polys(0, 2), switched, out.polys());
    return out;
  }

  CipherRef relinearizeRescale(CipherRef a) {
    checks.quadratic("relinearizeRescale", a);
    checks.rescalable("relinearizeRescale", a);
    double scale = Scales.afterRescale(scope.parameters, a.level(), a.scale());
    CipherRef out = scope.result(2, a.level() - 1, scale);
    relinearizeRescaleInto(a, out.polys());
    return out;
  }

  /// Relinearisation and rescaling with one division, by P·q_l: (P·(a_0, a_1) + switched) /
  /// (P·q_l), with almost half the transforms.
  void relinearizeRescaleInto(CipherRef a, RnsView<Eval> out) {
    int level = a.level();
    List<RnsView<Eval>> digits = decompose(a.poly(2), level);
    RnsBasis kept = scope.basis(level);
    RnsView<Eval> sum = scope.temporary(2, scope.extended(level));
    multiplyWithKeyInto(digits, KeyId.relinearization(), level, sum.restrict(scope.special()));
    RnsView<Eval> switched =
        multiplyWithKeyInto(digits, KeyId.relinearization(), level, scope.temporary(2, kept));
    RnsView<Eval> scaled = graph.mulScalar(a.polys().polys(0, 2), specialProduct(level));
    graph.addInto(scaled, switched, sum.restrict(kept));
    divideInto(sum, out);
  }
}
