package io.cloakwork.conformance.cases;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;

/// The limbs of a key switch and its building blocks: decompose, ModUp, InnerProduct, ModDown (Han
/// and Ki, CT-RSA 2020).
///
/// @param chainQ the ciphertext's limbs
/// @param specialP the special limbs
/// @param digitSize limbs a digit
record KeySwitchShape(RnsBasis chainQ, RnsBasis specialP, int digitSize) {

  RnsBasis extended() {
    return chainQ.concat(specialP);
  }

  int digitCount() {
    return (chainQ.size() + digitSize - 1) / digitSize;
  }

  /// A key: two polynomials a digit.
  int keyPolys() {
    return 2 * digitCount();
  }

  /// The digits of one polynomial, each over all the limbs: its own copied, the others converted.
  List<RnsView<Eval>> decompose(GraphBuilder graph, RnsView<Eval> poly) {
    RnsView<Coeff> coefficients = graph.intt(poly);
    List<RnsView<Eval>> digits = new ArrayList<>();
    for (int from = 0; from < chainQ.size(); from += digitSize) {
      int to = Math.min(from + digitSize, chainQ.size());
      RnsBasis own = chainQ.range(from, to);
      RnsBasis rest =
          new RnsBasis(extended().moduli().stream().filter(q -> own.indexOf(q) < 0).toList());
      RnsView<Eval> digit = graph.temporary(Domain.EVAL, 1, extended());
      graph.copyInto(poly.restrict(own), digit.restrict(own));
      graph.nttInto(graph.baseConvert(coefficients.restrict(own), rest), digit.restrict(rest));
      digits.add(digit);
    }
    return digits;
  }

  /// Σ_d digit_d ⊙ key_d, two polynomials over all limbs.
  RnsView<Eval> innerProduct(GraphBuilder graph, List<RnsView<Eval>> digits, RnsView<Eval> key) {
    List<RnsView<Eval>> keys = new ArrayList<>();
    for (int d = 0; d < digits.size(); d++) {
      keys.add(key.polys(2 * d, 2).restrict(extended()));
    }
    return graph.innerProduct(digits, keys);
  }

  RnsView<Eval> modDown(GraphBuilder graph, RnsView<Eval> product) {
    return graph.modDown(product, specialP.size());
  }
}
