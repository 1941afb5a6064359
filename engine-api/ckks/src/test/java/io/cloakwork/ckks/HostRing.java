package io.cloakwork.ckks;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;
import java.util.HashMap;
import java.util.Map;

/// Plain negacyclic transforms on the host: the tests' own way between coefficients and values,
/// independent of every backend.
final class HostRing {

  private final int logN;
  private final Map<Modulus, long[]> powers = new HashMap<>();
  private final Map<Modulus, long[]> inversePowers = new HashMap<>();

  HostRing(int logN) {
    this.logN = logN;
  }

  int degree() {
    return 1 << logN;
  }

  /// In place, to the contract's order.
  long[] ntt(Modulus q, long[] a) {
    long[] w = powers.computeIfAbsent(q, m -> NttTables.of(logN, m).bitReversedPowers());
    for (int m = 1, half = a.length / 2; m < a.length; m *= 2, half /= 2) {
      for (int i = 0; i < m; i++) {
        for (int j = 2 * i * half; j < (2 * i + 1) * half; j++) {
          long v = q.multiply(a[j + half], w[m + i]);
          long u = a[j];
          a[j] = q.add(u, v);
          a[j + half] = q.subtract(u, v);
        }
      }
    }
    return a;
  }

  /// In place, back to coefficients.
  long[] intt(Modulus q, long[] a) {
    NttTables tables = NttTables.of(logN, q);
    long[] w = inversePowers.computeIfAbsent(q, _ -> tables.bitReversedInversePowers());
    for (int m = a.length / 2, half = 1; m >= 1; m /= 2, half *= 2) {
      for (int i = 0; i < m; i++) {
        for (int j = 2 * i * half; j < (2 * i + 1) * half; j++) {
          long u = a[j];
          long v = a[j + half];
          a[j] = q.add(u, v);
          a[j + half] = q.multiply(q.subtract(u, v), w[m + i]);
        }
      }
    }
    long inverseN = tables.inverseN();
    for (int j = 0; j < a.length; j++) {
      a[j] = q.multiply(a[j], inverseN);
    }
    return a;
  }
}
