package io.cloakwork.ckks.record;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.OperandMismatchException;
import io.cloakwork.ckks.Scales;
import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.BsgsPlan.GiantStep;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/// Σ_k diagonal_k ⊙ rotate_k(c) by baby and giant steps (Halevi and Shoup, CRYPTO 2014 and ePrint
/// 2018/244) with double hoisting (Bossuat et al., ePrint 2020/1203, §4): rotated ciphertexts stay
/// multiplied by P over Q_l ∪ P, so that a baby step is one inner product with its key, a giant
/// step divides one polynomial by P, and only the sum is divided in both.
///
/// A sum of products with the ciphertext itself, where no baby step rotates, is formed over Q_l: P
/// times it would be zero modulo the primes of P, and a division around zero counts on remainders
/// that are random. Its error would have a mean in every coefficient, thousands of times as large
/// in the first slots ([CentredDivision]).
///
/// The diagonals are extended plaintexts, each rotated right by the giant step of its term.
final class LinearTransforms {

  private final Scope scope;
  private final GraphBuilder graph;
  private final OperandChecks checks;
  private final KeySwitching keySwitching;

  LinearTransforms(Scope scope, OperandChecks checks, KeySwitching keySwitching) {
    this.scope = scope;
    this.graph = scope.graph;
    this.checks = checks;
    this.keySwitching = keySwitching;
  }

  CipherRef apply(CipherRef a, BsgsPlan plan, Map<Integer, PlainRef> diagonals) {
    double scale = check("linearTransform", a, plan, diagonals);
    if (plan.rotations().isEmpty()) {
      CipherRef out = scope.result(2, a.level(), scale);
      unrotatedSumInto(plan.giants().getFirst(), a, diagonals, out.polys());
      return out;
    }
    RnsView<Eval> sum = scaledSum(a, plan, diagonals);
    CipherRef out = scope.result(2, a.level(), scale);
    keySwitching.divideInto(sum, out.polys());
    return out;
  }

  /// The same with a rescale, in one division by P·q_l.
  CipherRef applyRescale(CipherRef a, BsgsPlan plan, Map<Integer, PlainRef> diagonals) {
    double scale = check("linearTransformRescale", a, plan, diagonals);
    checks.rescalable("linearTransformRescale", a);
    double rescaled = Scales.afterRescale(scope.parameters, a.level(), scale);
    if (plan.rotations().isEmpty()) {
      RnsView<Eval> sum = unrotatedSum(plan.giants().getFirst(), a, diagonals);
      CipherRef out = scope.result(2, a.level() - 1, rescaled);
      graph.rescaleInto(sum, out.polys());
      return out;
    }
    RnsView<Eval> sum = scaledSum(a, plan, diagonals);
    CipherRef out = scope.result(2, a.level() - 1, rescaled);
    keySwitching.divideInto(sum, out.polys());
    return out;
  }

  private double check(
      String operation, CipherRef a, BsgsPlan plan, Map<Integer, PlainRef> diagonals) {
    checks.linear(operation, a);
    if (plan.slots() != scope.parameters.slots()) {
      throw new OperandMismatchException(
          "%s: a plan for %d slots, the ciphertext has %d"
              .formatted(operation, plan.slots(), scope.parameters.slots()));
    }
    PlainRef first = null;
    double scale = 0;
    for (int offset : plan.offsets()) {
      PlainRef diagonal = diagonals.get(offset);
      if (diagonal == null) {
        throw new OperandMismatchException(
            "%s: no plaintext for diagonal %d".formatted(operation, offset));
      }
      first = first == null ? diagonal : first;
      checks.sameScale(operation, first, diagonal);
      scale =
          plan.rotations().isEmpty()
              ? checks.plainFactor(operation, a, diagonal)
              : checks.extendedFactor(operation, a, diagonal);
    }
    return scale;
  }

  /// P times the result, over Q_l ∪ P.
  private RnsView<Eval> scaledSum(CipherRef a, BsgsPlan plan, Map<Integer, PlainRef> diagonals) {
    Map<Integer, RnsView<Eval>> babies = babySteps(a, plan);
    RnsView<Eval> sum = null;
    for (GiantStep giant : plan.giants()) {
      RnsView<Eval> rotated =
          isUnrotated(giant)
              ? rotated(unrotatedSum(giant, a, diagonals), giant, a.level())
              : rotatedScaled(innerSum(giant, babies, diagonals, a.level()), giant, a.level());
      sum = sum == null ? rotated : graph.add(sum, rotated);
    }
    return sum;
  }

  private static boolean isUnrotated(GiantStep giant) {
    return giant.terms().stream().allMatch(term -> term.baby() == 0);
  }

  /// P · rotate_b(a) for every baby step b.
  private Map<Integer, RnsView<Eval>> babySteps(CipherRef a, BsgsPlan plan) {
    Map<Integer, RnsView<Eval>> babies = new HashMap<>();
    Scalars p = keySwitching.specialProduct(a.level());
    List<RnsView<Eval>> digits = null;
    RnsView<Eval> scaledC0 = null;
    for (int step : babiesOfRotatedSums(plan)) {
      if (step == 0) {
        babies.put(0, timesP(a.polys(), a.level()));
        continue;
      }
      if (digits == null) {
        digits = keySwitching.decompose(a.poly(1), a.level());
        scaledC0 = graph.mulScalar(a.poly(0), p);
      }
      babies.put(step, babyStep(digits, scaledC0, step, a.level()));
    }
    return babies;
  }

  private static SortedSet<Integer> babiesOfRotatedSums(BsgsPlan plan) {
    List<GiantStep> rotating = plan.giants().stream().filter(g -> !isUnrotated(g)).toList();
    return new BsgsPlan(plan.slots(), rotating).babies();
  }

  private RnsView<Eval> timesP(RnsView<Eval> polys, int level) {
    RnsView<Eval> out = scope.temporary(polys.polys(), scope.extended(level));
    graph.mulScalarInto(
        polys, keySwitching.specialProduct(level), out.restrict(scope.basis(level)));
    // P·x is zero modulo the primes of P.
    Scalars zero = Scalars.ofResidues(new long[scope.special().size()]);
    graph.fillInto(zero, out.restrict(scope.special()));
    return out;
  }

  private RnsView<Eval> babyStep(
      List<RnsView<Eval>> digits, RnsView<Eval> scaledC0, int step, int level) {
    GaloisElement element = scope.parameters.rotation(step);
    RnsBasis kept = scope.basis(level);
    RnsView<Eval> switched = keySwitching.multiplyWithKey(digits, KeyId.galois(element), level);
    RnsView<Eval> first = graph.add(scaledC0, switched.poly(0).restrict(kept));
    RnsView<Eval> out = scope.temporary(2, scope.extended(level));
    graph.automorphismInto(first, element, out.poly(0).restrict(kept));
    graph.automorphismInto(
        switched.poly(0).restrict(scope.special()), element, out.poly(0).restrict(scope.special()));
    graph.automorphismInto(switched.poly(1), element, out.poly(1));
    return out;
  }

  /// P times the sum of a giant step's products.
  private RnsView<Eval> innerSum(
      GiantStep giant,
      Map<Integer, RnsView<Eval>> babies,
      Map<Integer, PlainRef> diagonals,
      int level) {
    RnsBasis extended = scope.extended(level);
    List<RnsView<Eval>> factors = new ArrayList<>();
    giant.terms().forEach(term -> factors.add(babies.get(term.baby())));
    return graph.innerProduct(factors, weights(giant, diagonals, extended));
  }

  /// The sum itself, of products with the ciphertext as it is.
  private RnsView<Eval> unrotatedSum(
      GiantStep giant, CipherRef a, Map<Integer, PlainRef> diagonals) {
    RnsView<Eval> out = scope.temporary(2, scope.basis(a.level()));
    unrotatedSumInto(giant, a, diagonals, out);
    return out;
  }

  private void unrotatedSumInto(
      GiantStep giant, CipherRef a, Map<Integer, PlainRef> diagonals, RnsView<Eval> out) {
    List<RnsView<Eval>> factors = Collections.nCopies(giant.terms().size(), a.polys());
    graph.innerProductInto(factors, weights(giant, diagonals, scope.basis(a.level())), out);
  }

  private static List<RnsView<Eval>> weights(
      GiantStep giant, Map<Integer, PlainRef> diagonals, RnsBasis basis) {
    return giant.terms().stream().map(term -> diagonals.get(term.offset()).over(basis)).toList();
  }

  /// P times the rotated sum, from the sum.
  private RnsView<Eval> rotated(RnsView<Eval> inner, GiantStep giant, int level) {
    return giant.step() == 0
        ? timesP(inner, level)
        : giantStep(timesP(inner.poly(0), level), inner.poly(1), giant, level);
  }

  /// P times the rotated sum, from P times the sum.
  private RnsView<Eval> rotatedScaled(RnsView<Eval> inner, GiantStep giant, int level) {
    return giant.step() == 0
        ? inner
        : giantStep(inner.poly(0), keySwitching.divideByP(inner.poly(1)), giant, level);
  }

  /// φ(P·u_0 + k_0), φ(k_1) with (k_0, k_1) P times the switched u_1: the first polynomial is never
  /// divided here.
  ///
  /// @param scaledFirst P·u_0
  /// @param second u_1
  private RnsView<Eval> giantStep(
      RnsView<Eval> scaledFirst, RnsView<Eval> second, GiantStep giant, int level) {
    GaloisElement element = scope.parameters.rotation(giant.step());
    List<RnsView<Eval>> digits = keySwitching.decompose(second, level);
    RnsView<Eval> switched = keySwitching.multiplyWithKey(digits, KeyId.galois(element), level);
    RnsView<Eval> first = graph.add(scaledFirst, switched.poly(0));
    RnsView<Eval> out = scope.temporary(2, scope.extended(level));
    graph.automorphismInto(first, element, out.poly(0));
    graph.automorphismInto(switched.poly(1), element, out.poly(1));
    return out;
  }
}
