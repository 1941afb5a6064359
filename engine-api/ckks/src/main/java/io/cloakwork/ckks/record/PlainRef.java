package io.cloakwork.ckks.record;

import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.RnsView;
import io.cloakwork.spi.ring.RnsBasis;

/// A plaintext in a graph. Serves ciphertexts at its level and below.
///
/// @param poly its polynomial over q_0 … q_level, followed by the special primes if it is extended
/// @param level the highest level that it serves
/// @param scale what its message is multiplied by
public record PlainRef(RnsView<Eval> poly, int level, double scale) {

  /// Whether it has the special primes too.
  public boolean extended() {
    return poly.limbs() > level + 1;
  }

  /// The limbs of `basis` only.
  RnsView<Eval> over(RnsBasis basis) {
    return poly.restrict(basis);
  }
}
