package io.cloakwork.ckks.record;

import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.RnsView;

/// A ciphertext in a graph.
///
/// @param polys its two or three polynomials over q_0 … q_level
/// @param level limbs − 1
/// @param scale what its message is multiplied by
public record CipherRef(RnsView<Eval> polys, int level, double scale) {

  /// The number of polynomials.
  public int size() {
    return polys.polys();
  }

  RnsView<Eval> poly(int index) {
    return polys.poly(index);
  }
}
