package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.GaloisElement;

/// An automorphism X → X^g as a table of sources: out\[i\] = ±in\[source(i)\]. Immutable.
public final class Permutation {

  private final int[] sources;
  private final boolean signed;
  private final LaneAutomorphism byLanes;

  private Permutation(int[] sources, boolean signed, LaneAutomorphism byLanes) {
    this.sources = sources;
    this.signed = signed;
    this.byLanes = byLanes;
  }

  /// The automorphism of evaluations in the private order of `layout`.
  static Permutation ofEvaluations(EvalLayout layout, GaloisElement element) {
    int[] sources = new int[1 << layout.logN()];
    for (int i = 0; i < sources.length; i++) {
      sources[layout.position(i)] = layout.position(element.evalSource(i));
    }
    LaneAutomorphism byLanes = layout.isIdentity() ? null : LaneAutomorphism.of(layout, element);
    return new Permutation(sources, false, byLanes);
  }

  /// The automorphism of coefficients; a negated source is stored as its complement.
  static Permutation ofCoefficients(GaloisElement element) {
    int n = 1 << element.logN();
    int[] sources = new int[n];
    for (int i = 0; i < n; i++) {
      int target = element.coeffTarget(i);
      sources[target & (n - 1)] = target < n ? i : ~i;
    }
    return new Permutation(sources, true, null);
  }

  /// The number of words permuted: N.
  public int size() {
    return sources.length;
  }

  /// Whether some values are negated (coefficients), marked by a complemented source.
  public boolean isSigned() {
    return signed;
  }

  /// The same in vectors, or null where there is no such form (coefficients, rows below a block).
  LaneAutomorphism byLanes() {
    return byLanes;
  }

  int[] sources() {
    return sources;
  }
}
