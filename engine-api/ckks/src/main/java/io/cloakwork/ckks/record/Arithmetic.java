package io.cloakwork.ckks.record;

import io.cloakwork.ckks.encoding.ExactScalar;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.ScalarMatrix;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;

/// Sums and products, value by value in the evaluation domain (Cheon et al., ePrint 2016/421,
/// §3.4).
final class Arithmetic {

  private final Scope scope;
  private final GraphBuilder graph;
  private final OperandChecks checks;

  Arithmetic(Scope scope, OperandChecks checks) {
    this.scope = scope;
    this.graph = scope.graph;
    this.checks = checks;
  }

  CipherRef add(CipherRef a, CipherRef b) {
    checks.sameForm("add", a, b);
    CipherRef out = scope.result(a.size(), a.level(), a.scale());
    graph.addInto(a.polys(), b.polys(), out.polys());
    return out;
  }

  CipherRef sub(CipherRef a, CipherRef b) {
    checks.sameForm("sub", a, b);
    CipherRef out = scope.result(a.size(), a.level(), a.scale());
    graph.subInto(a.polys(), b.polys(), out.polys());
    return out;
  }

  CipherRef negate(CipherRef a) {
    CipherRef out = scope.result(a.size(), a.level(), a.scale());
    graph.negInto(a.polys(), out.polys());
    return out;
  }

  CipherRef sum(List<CipherRef> terms) {
    checks.notEmpty("sum", terms);
    terms.forEach(term -> checks.sameForm("sum", terms.getFirst(), term));
    CipherRef first = terms.getFirst();
    RnsView<Eval> partial = first.polys();
    for (CipherRef term : terms.subList(1, Math.max(1, terms.size() - 1))) {
      partial = graph.add(partial, term.polys());
    }
    CipherRef out = scope.result(first.size(), first.level(), first.scale());
    if (terms.size() == 1) {
      graph.copyInto(partial, out.polys());
    } else {
      graph.addInto(partial, terms.getLast().polys(), out.polys());
    }
    return out;
  }

  CipherRef addPlain(CipherRef a, PlainRef b) {
    checks.plainSummand("addPlain", a, b);
    CipherRef out = scope.result(a.size(), a.level(), a.scale());
    graph.addInto(a.poly(0), b.over(scope.basis(a.level())), out.poly(0));
    return copyRest(a, out);
  }

  CipherRef subPlain(CipherRef a, PlainRef b) {
    checks.plainSummand("subPlain", a, b);
    CipherRef out = scope.result(a.size(), a.level(), a.scale());
    graph.subInto(a.poly(0), b.over(scope.basis(a.level())), out.poly(0));
    return copyRest(a, out);
  }

  CipherRef addScalar(CipherRef a, double value) {
    RnsBasis basis = scope.basis(a.level());
    Scalars residues = ExactScalar.residues(value, a.scale(), basis);
    CipherRef out = scope.result(a.size(), a.level(), a.scale());
    graph.addInto(a.poly(0), graph.fill(Domain.EVAL, basis, residues), out.poly(0));
    return copyRest(a, out);
  }

  private CipherRef copyRest(CipherRef a, CipherRef out) {
    int rest = a.size() - 1;
    graph.copyInto(a.polys().polys(1, rest), out.polys().polys(1, rest));
    return out;
  }

  CipherRef multiplyPlain(CipherRef a, PlainRef b) {
    double scale = checks.plainFactor("multiplyPlain", a, b);
    CipherRef out = scope.result(a.size(), a.level(), scale);
    graph.mulInto(a.polys(), b.over(scope.basis(a.level())), out.polys());
    return out;
  }

  CipherRef multiplyScalar(CipherRef a, double value, double scalarScale) {
    double scale = checks.productScale("multiplyScalar", a, scalarScale);
    Scalars residues = ExactScalar.residues(value, scalarScale, scope.basis(a.level()));
    CipherRef out = scope.result(a.size(), a.level(), scale);
    graph.mulScalarInto(a.polys(), residues, out.polys());
    return out;
  }

  CipherRef multiplyPlainSum(List<CipherRef> a, List<PlainRef> b) {
    checks.pairs("multiplyPlainSum", a, b);
    CipherRef first = a.getFirst();
    double scale = 0;
    List<RnsView<Eval>> factors = new ArrayList<>();
    List<RnsView<Eval>> weights = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      checks.sameForm("multiplyPlainSum", first, a.get(i));
      checks.sameScale("multiplyPlainSum", b.getFirst(), b.get(i));
      scale = checks.plainFactor("multiplyPlainSum", first, b.get(i));
      factors.add(a.get(i).polys());
      weights.add(b.get(i).over(scope.basis(first.level())));
    }
    CipherRef out = scope.result(first.size(), first.level(), scale);
    graph.innerProductInto(factors, weights, out.polys());
    return out;
  }

  /// @param bias one value a row, or none
  CipherRef linearCombination(CipherRef x, ScalarMatrix w, double weightScale, double[] bias) {
    int group = checks.vector("linearCombination", x, w.columns());
    double scale = checks.productScale("linearCombination", x, weightScale);
    RnsBasis basis = scope.basis(x.level());
    List<Scalars> offsets = new ArrayList<>(bias.length);
    for (double value : bias) {
      offsets.add(ExactScalar.residues(value, scale, basis));
    }
    CipherRef out = scope.result(Math.multiplyExact(group, w.rows()), x.level(), scale);
    graph.linearCombinationInto(x.polys(), w, offsets, out.polys());
    return out;
  }

  /// (a_0·b_0, a_0·b_1 + a_1·b_0, a_1·b_1).
  CipherRef multiply(CipherRef a, CipherRef b) {
    checks.linear("multiply", a);
    checks.linear("multiply", b);
    checks.sameLevel("multiply", a, b);
    double scale = checks.productScale("multiply", a, b.scale());
    CipherRef out = scope.result(3, a.level(), scale);
    graph.mulInto(a.poly(0), b.poly(0), out.poly(0));
    graph.innerProductInto(
        List.of(a.poly(0), a.poly(1)), List.of(b.poly(1), b.poly(0)), out.poly(1));
    graph.mulInto(a.poly(1), b.poly(1), out.poly(2));
    return out;
  }

  /// (a_0², 2·a_0·a_1, a_1²): one product less than [#multiply].
  CipherRef square(CipherRef a) {
    checks.linear("square", a);
    double scale = checks.productScale("square", a, a.scale());
    CipherRef out = scope.result(3, a.level(), scale);
    graph.mulInto(a.poly(0), a.poly(0), out.poly(0));
    RnsView<Eval> cross = graph.mul(a.poly(0), a.poly(1));
    graph.addInto(cross, cross, out.poly(1));
    graph.mulInto(a.poly(1), a.poly(1), out.poly(2));
    return out;
  }
}
