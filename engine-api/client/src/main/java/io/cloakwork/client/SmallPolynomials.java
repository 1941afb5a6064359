package io.cloakwork.client;

import io.cloakwork.client.sampling.SmallDistribution;
import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// Secrets and errors cross to the device as **one** limb of small words, x + bound in [0,
/// 2·bound], and become polynomials over any basis there: converting such a word to another prime
/// is exact, and the bound is subtracted afterwards.
final class SmallPolynomials {

  private SmallPolynomials() {}

  /// The basis of the one limb that is uploaded: q_0.
  static RnsBasis carrier(RnsBasis basis) {
    return basis.range(0, 1);
  }

  /// Lifts biased coefficients over the first prime of `out` to all its limbs, and transforms them.
  static RnsView<Eval> liftInto(
      GraphBuilder graph,
      RnsView<Coeff> biased,
      SmallDistribution distribution,
      RnsView<Eval> out) {
    BigInteger bound = BigInteger.valueOf(distribution.bound());
    RnsBasis own = biased.basis();
    graph.nttInto(graph.sub(biased, constant(graph, bound, own)), out.restrict(own));
    List<Modulus> others = new ArrayList<>(out.basis().moduli());
    others.removeAll(own.moduli());
    if (!others.isEmpty()) {
      RnsBasis target = new RnsBasis(others);
      RnsView<Coeff> converted = graph.baseConvert(biased, target);
      graph.nttInto(graph.sub(converted, constant(graph, bound, target)), out.restrict(target));
    }
    return out;
  }

  private static RnsView<Coeff> constant(GraphBuilder graph, BigInteger x, RnsBasis basis) {
    return graph.fill(Domain.COEFF, basis, Scalars.of(x, basis));
  }
}
