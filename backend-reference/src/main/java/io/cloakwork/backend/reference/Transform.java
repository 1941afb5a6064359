package io.cloakwork.backend.reference;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;

/// The negacyclic transform of one length and modulus, by the textbook butterflies (Longa and
/// Naehrig, CANS 2016, algorithms 1 and 2) on canonical residues: forward from natural to
/// bit-reversed order, inverse back.
final class Transform {

  private final Modulus modulus;
  private final long[] powers;
  private final long[] inversePowers;
  private final long inverseN;

  Transform(int logN, Modulus modulus) {
    NttTables tables = NttTables.of(logN, modulus);
    this.modulus = modulus;
    this.powers = tables.bitReversedPowers();
    this.inversePowers = tables.bitReversedInversePowers();
    this.inverseN = tables.inverseN();
  }

  /// Replaces coefficients by values.
  void forward(long[] row) {
    int n = row.length;
    for (int blocks = 1, half = n / 2; blocks < n; blocks *= 2, half /= 2) {
      for (int block = 0; block < blocks; block++) {
        long twiddle = powers[blocks + block];
        int start = 2 * block * half;
        for (int j = start; j < start + half; j++) {
          long u = row[j];
          long v = modulus.multiply(row[j + half], twiddle);
          row[j] = modulus.add(u, v);
          row[j + half] = modulus.subtract(u, v);
        }
      }
    }
  }

  /// Replaces values by coefficients.
  void inverse(long[] row) {
    int n = row.length;
    for (int blocks = n / 2, half = 1; blocks >= 1; blocks /= 2, half *= 2) {
      for (int block = 0; block < blocks; block++) {
        long twiddle = inversePowers[blocks + block];
        int start = 2 * block * half;
        for (int j = start; j < start + half; j++) {
          long u = row[j];
          long v = row[j + half];
          row[j] = modulus.add(u, v);
          row[j + half] = modulus.multiply(modulus.subtract(u, v), twiddle);
        }
      }
    }
    for (int j = 0; j < n; j++) {
      row[j] = modulus.multiply(row[j], inverseN);
    }
  }
}
