package io.cloakwork.ckks.record;

import io.cloakwork.spi.graph.Compositions;
import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.RnsBasis;

/// Division by the product P of k limbs with an error around zero.
///
/// [io.cloakwork.spi.graph.RnsOp.ModDown] keeps the overflow u, 0 ≤ u < k, of its conversion, so
/// for k > 1 its results are (k − 1)/2 too small on average; a mean in every coefficient is of the
/// order of N in the slots next to the root 1. Here the remainder is converted around zero
/// ([CentredConversion]) and the division written out. Backends fuse it as they fuse ModDown.
final class CentredDivision {

  private CentredDivision() {}

  /// out = in / P, P the product of the limbs of `in` that `out` does not have. For a single limb
  /// and where SEAL's words are wanted, this is ModDown itself.
  static void divideInto(
      GraphBuilder graph, RnsView<Eval> in, RnsView<Eval> out, boolean keepsSealWords) {
    RnsBasis kept = out.basis();
    RnsBasis divisor = in.basis().range(kept.size(), in.limbs());
    if (divisor.size() == 1 || keepsSealWords) {
      graph.modDownInto(in, out);
      return;
    }
    RnsView<Coeff> remainder = graph.intt(in.restrict(divisor));
    RnsView<Eval> correction = graph.ntt(CentredConversion.convert(graph, remainder, kept));
    RnsView<Eval> difference = graph.sub(in.restrict(kept), correction);
    graph.mulScalarInto(difference, Compositions.inverse(divisor.product(), kept), out);
  }
}
