package io.cloakwork.ckks.record;

import io.cloakwork.spi.graph.Domain.Eval;
import io.cloakwork.spi.graph.RnsView;

/// A ciphertext in a graph, or several of one form side by side (a vector, as
/// [CkksRecorder#linearCombination] takes it).
///
/// @param polys its two or three polynomials over q_0 … q_level; those of a vector one after the
///   other
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
