package io.cloakwork.ckks.record;

import io.cloakwork.ckks.KeyId;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.GaloisElement;

/// Automorphisms φ of ciphertexts. The key switch comes first and φ last ([KeyId.Galois]), so that
/// a plain rotation is a hoisted one with a single user, and both give the same bytes.
final class Rotations {

  private final Scope scope;
  private final GraphBuilder graph;
  private final OperandChecks checks;
  private final KeySwitching keySwitching;

  Rotations(Scope scope, OperandChecks checks, KeySwitching keySwitching) {
    this.scope = scope;
    this.graph = scope.graph;
    this.checks = checks;
    this.keySwitching = keySwitching;
  }

  HoistedDigits hoist(CipherRef a) {
    checks.linear("rotate", a);
    return new HoistedDigits(a, keySwitching.decompose(a.poly(1), a.level()));
  }

  CipherRef rotate(CipherRef a, int steps) {
    checks.linear("rotate", a);
    GaloisElement element = scope.parameters.rotation(steps);
    return isIdentity(element) ? a : automorphism(hoist(a), element);
  }

  CipherRef rotate(HoistedDigits digits, int steps) {
    GaloisElement element = scope.parameters.rotation(steps);
    return isIdentity(element) ? digits.source() : automorphism(digits, element);
  }

  CipherRef conjugate(CipherRef a) {
    return automorphism(hoist(a), scope.parameters.conjugation());
  }

  /// (φ(c_0 + k_0), φ(k_1)) with (k_0, k_1) the switched c_1.
  private CipherRef automorphism(HoistedDigits hoisted, GaloisElement element) {
    CipherRef a = hoisted.source();
    RnsView<Eval> switched = keySwitching.apply(hoisted.digits(), KeyId.galois(element), a.level());
    RnsView<Eval> sum = graph.add(a.poly(0), switched.poly(0));
    CipherRef out = scope.result(2, a.level(), a.scale());
    graph.automorphismInto(sum, element, out.poly(0));
    graph.automorphismInto(switched.poly(1), element, out.poly(1));
    return out;
  }

  static boolean isIdentity(GaloisElement element) {
    return element.value() == 1;
  }
}
