package io.cloakwork.ckks.record;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.ckks.linear.InnerSumPlan;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.GaloisElement;
import java.util.ArrayList;
import java.util.List;

/// Sums of rotations of one ciphertext, with one decomposition and one division by P: switched
/// polynomials are rotated and added over Q_l ∪ P (double hoisting, ePrint 2020/1203, §4).
final class RotationSums {

  private final Scope scope;
  private final GraphBuilder graph;
  private final OperandChecks checks;
  private final KeySwitching keySwitching;

  RotationSums(Scope scope, OperandChecks checks, KeySwitching keySwitching) {
    this.scope = scope;
    this.graph = scope.graph;
    this.checks = checks;
    this.keySwitching = keySwitching;
  }

  /// Σ rotate_k(a) over the steps.
  CipherRef sum(CipherRef a, List<Integer> steps) {
    checks.linear("rotateSum", a);
    checks.notEmpty("rotateSum", steps);
    CipherRef out = scope.result(2, a.level(), a.scale());
    sumInto(a, steps, List.of(), out);
    return out;
  }

  CipherRef innerSum(CipherRef a, InnerSumPlan plan) {
    checks.linear("innerSum", a);
    if (plan.steps().isEmpty()) {
      CipherRef out = scope.result(2, a.level(), a.scale());
      graph.copyInto(a.polys(), out.polys());
      return out;
    }
    CipherRef sum = a;
    for (int i = 0; i < plan.steps().size(); i++) {
      InnerSumPlan.Step step = plan.steps().get(i);
      boolean last = i == plan.steps().size() - 1;
      CipherRef out = last ? scope.result(2, a.level(), a.scale()) : temporary(a);
      sumInto(sum, step.rotations(), step.addsArgument() ? List.of(a) : List.of(), out);
      sum = out;
    }
    return sum;
  }

  private CipherRef temporary(CipherRef a) {
    RnsView<Eval> polys = scope.temporary(2, scope.basis(a.level()));
    return new CipherRef(polys, a.level(), a.scale());
  }

  /// out = Σ rotate_k(a) + Σ others.
  private void sumInto(CipherRef a, List<Integer> steps, List<CipherRef> others, CipherRef out) {
    List<RnsView<Eval>> first = new ArrayList<>();
    List<RnsView<Eval>> second = new ArrayList<>();
    others.forEach(other -> first.add(other.poly(0)));
    others.forEach(other -> second.add(other.poly(1)));
    List<GaloisElement> moving = new ArrayList<>();
    for (int step : steps) {
      GaloisElement element = scope.parameters.rotation(step);
      if (Rotations.isIdentity(element)) {
        first.add(a.poly(0));
        second.add(a.poly(1));
      } else {
        moving.add(element);
        first.add(graph.automorphism(a.poly(0), element));
      }
    }
    if (!moving.isEmpty()) {
      RnsView<Eval> switched = keySwitching.divideByP(rotated(a, moving));
      first.add(switched.poly(0));
      second.add(switched.poly(1));
    }
    addInto(first, out.poly(0));
    addInto(second, out.poly(1));
  }

  /// P times Σ φ(k) over Q_l ∪ P, with k the switched second polynomial of `a`.
  private RnsView<Eval> rotated(CipherRef a, List<GaloisElement> elements) {
    List<RnsView<Eval>> digits = keySwitching.decompose(a.poly(1), a.level());
    RnsView<Eval> sum = null;
    for (GaloisElement element : elements) {
      KeyId key = KeyId.galois(element);
      RnsView<Eval> switched = keySwitching.multiplyWithKey(digits, key, a.level());
      RnsView<Eval> moved = graph.automorphism(switched, element);
      sum = sum == null ? moved : graph.add(sum, moved);
    }
    return sum;
  }

  private void addInto(List<RnsView<Eval>> terms, RnsView<Eval> out) {
    RnsView<Eval> partial = terms.getFirst();
    if (terms.size() == 1) {
      graph.copyInto(partial, out);
      return;
    }
    for (RnsView<Eval> term : terms.subList(1, terms.size() - 1)) {
      partial = graph.add(partial, term);
    }
    graph.addInto(partial, terms.getLast(), out);
  }
}
