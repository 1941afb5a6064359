package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.GaloisElement;

/// An automorphism X → X^g as a table of sources: out\[i\] = ±in\[source(i)\]. Immutable.
public final class Permutation {

  private final int[] sources;
  private final boolean signed;

  private Permutation(int[] sources, boolean signed) {
    this.sources = sources;
    this.signed = signed;
  }

  /// The automorphism of evaluations in the private order of `layout`.
  static Permutation ofEvaluations(EvalLayout layout, GaloisElement element) {
    int[] sources = new int[1 << layout.logN()];
    for (int i = 0; i < sources.length; i++) {
      sources[layout.position(i)] = layout.position(element.evalSource(i));
    }
    return new Permutation(sources, false);
  }

  /// The automorphism of coefficients; a negated source is stored as its complement.
  static Permutation ofCoefficients(GaloisElement element) {
    int n = 1 << element.logN();
    int[] sources = new int[n];
    for (int i = 0; i < n; i++) {
      int target = element.coeffTarget(i);
      sources[target & (n - 1)] = target < n ? i : ~i;
    }
    return new Permutation(sources, true);
  }

  /// The number of words permuted: N.
  public int size() {
    return sources.length;
  }

  /// Whether some values are negated (coefficients), marked by a complemented source.
  public boolean isSigned() {
    return signed;
  }

  int[] sources() {
    return sources;
  }
}
