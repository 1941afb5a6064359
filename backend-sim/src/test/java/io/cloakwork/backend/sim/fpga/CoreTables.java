package io.cloakwork.backend.sim.fpga;

import io.cloakwork.cost.FpgaCore;
import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.NttTables;

/// A prime and its twiddles in the forms that the core wants: w·R mod q, R the power of two that a
/// reduction divides by, and for the inverse half of that, so that a transform needs no scaling.
record CoreTables(NttTables tables) {

  static CoreTables of(int logN, Modulus modulus) {
    return new CoreTables(NttTables.of(logN, modulus));
  }

  Modulus modulus() {
    return tables.modulus();
  }

  /// R mod q: log2(2N) bits a step, as many steps as a word of 50 bits needs.
  private long radix() {
    int bits = tables.logN() + 1;
    return modulus().power(2, (long) bits * Math.ceilDiv(FpgaCore.WORD_BITS, bits));
  }

  /// A factor in Montgomery form.
  long enter(long word) {
    return modulus().multiply(word, radix());
  }

  long[] forward() {
    return entered(tables.bitReversedPowers(), 1);
  }

  long[] inverse() {
    return entered(tables.bitReversedInversePowers(), modulus().invert(2));
  }

  private long[] entered(long[] twiddles, long factor) {
    long scale = enter(factor);
    long[] entered = new long[twiddles.length];
    for (int i = 0; i < twiddles.length; i++) {
      entered[i] = modulus().multiply(twiddles[i], scale);
    }
    return entered;
  }
}
