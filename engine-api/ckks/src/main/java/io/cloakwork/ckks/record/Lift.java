package io.cloakwork.ckks.record;

import io.cloakwork.spi.graph.Domain.Coeff;
import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.GraphBuilder;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.RnsBasis;

/// Signed integers from one limb to many: only one residue a coefficient crosses to the device.
///
/// With h = ⌊q/2⌋ and |x| ≤ h, the word of x + h modulo q is the integer x + h itself; converting
/// that to other primes is exact, and h is subtracted there.
public final class Lift {

  private Lift() {}

  /// Lifts coefficients in [−⌊q/2⌋, ⌊q/2⌋] from their residues modulo q, the only limb of `in`, to
  /// the limbs of `out`, the first of which is q, and transforms them.
  public static RnsView<Eval> signedInto(GraphBuilder graph, RnsView<Coeff> in, RnsView<Eval> out) {
    graph.nttInto(in, out.restrict(in.basis()));
    if (out.limbs() > 1) {
      RnsView<Coeff> others = signed(graph, in, out.basis().range(1, out.limbs()));
      graph.nttInto(others, out.limbRange(1, out.limbs()));
    }
    return out;
  }

  /// The residues of the same coefficients modulo the primes of `target`, none of which is q.
  public static RnsView<Coeff> signed(GraphBuilder graph, RnsView<Coeff> in, RnsBasis target) {
    return CentredConversion.convert(graph, in, target);
  }
}
