package com.example.abacus;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;

/// The negacyclic transform of one length and prime, in the contract's order.
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

  void forward(long[] row) {
    for (int half = row.length / 2; half >= 1; half /= 2) {
      for (int j = 0; j < row.length; j++) {
        if ((j & half) == 0) {
          long u = row[j];
          long v = modulus.multiply(row[j + half], powers[(row.length + j) / (2 * half)]);
          row[j] = modulus.add(u, v);
          row[j + half] = modulus.subtract(u, v);
        }
      }
    }
  }

  void inverse(long[] row) {
    for (int half = 1; half < row.length; half *= 2) {
      for (int j = 0; j < row.length; j++) {
        if ((j & half) == 0) {
          long u = row[j];
          long v = row[j + half];
          row[j] = modulus.add(u, v);
          row[j + half] =
              modulus.multiply(
                  modulus.subtract(u, v), inversePowers[(row.length + j) / (2 * half)]);
        }
      }
    }
    for (int j = 0; j < row.length; j++) {
      row[j] = modulus.multiply(row[j], inverseN);
    }
  }
}
