package io.cloakwork.backend.reference;

import io.cloakwork.spi.graph.Domain;
import io.cloakwork.spi.ring.GaloisElement;
import io.cloakwork.spi.ring.Modulus;

/// The automorphism X → X^g on one row.
final class Permutation {

  private Permutation() {}

  static void apply(Domain domain, GaloisElement element, Modulus modulus, long[] a, long[] out) {
    switch (domain) {
      case Domain.Coeff _ -> onCoefficients(element, modulus, a, out);
      case Domain.Eval _ -> onValues(element, a, out);
    }
  }

  private static void onCoefficients(GaloisElement element, Modulus modulus, long[] a, long[] out) {
    int n = a.length;
    for (int i = 0; i < n; i++) {
      int target = element.coeffTarget(i);
      out[target % n] = target < n ? a[i] : modulus.negate(a[i]);
    }
  }

  private static void onValues(GaloisElement element, long[] a, long[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = a[element.evalSource(i)];
    }
  }
}
