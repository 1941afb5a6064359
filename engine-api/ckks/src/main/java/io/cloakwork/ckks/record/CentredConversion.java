package io.cloakwork.ckks.record;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.graph.Scalars;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;

/// Base conversion with results around zero.
///
/// The fast conversion from k limbs of product Q gives x + u·Q, on average kQ/2. Here c = ⌊kQ/2⌋ is
/// subtracted and c mod Q (⌊Q/2⌋ for odd k, nothing for even) added before, so that results are
/// congruent to x and average zero. A mean in every coefficient is the polynomial 1 + X + … +
/// X^(N−1), whose value in the first slots is of the order of N: for random residues it would cost
/// about five bits of the worst slot's precision.
final class CentredConversion {

  private CentredConversion() {}

  /// Integers congruent to x modulo Q, in \[−kQ/2, kQ/2\], modulo the primes of `target`; exactly
  /// the centred residue for a single limb.
  static RnsView<Coeff> convert(GraphBuilder graph, RnsView<Coeff> in, RnsBasis target) {
    BigInteger q = in.basis().product();
    BigInteger mean = q.multiply(BigInteger.valueOf(in.limbs())).shiftRight(1);
    BigInteger shift = mean.mod(q);
    RnsView<Coeff> shifted =
        shift.signum() == 0 ? in : graph.add(in, constant(graph, shift, in.basis()));
    RnsView<Coeff> converted = graph.baseConvert(shifted, target);
    return graph.sub(converted, constant(graph, mean, target));
  }

  private static RnsView<Coeff> constant(GraphBuilder graph, BigInteger x, RnsBasis basis) {
    return graph.fill(Domain.COEFF, basis, Scalars.of(x, basis));
  }
}
