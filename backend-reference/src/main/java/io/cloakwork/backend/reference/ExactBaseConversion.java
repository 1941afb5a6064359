package io.cloakwork.backend.reference;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;

/// Base conversion with the integer Σᵢ yᵢ·(Q/qᵢ) written out.
final class ExactBaseConversion implements BaseConversion {

  private final RnsBasis from;
  private final RnsBasis to;
  private final BigInteger[] cofactors;
  private final long[] inverseCofactors;

  ExactBaseConversion(RnsBasis from, RnsBasis to) {
    this.from = from;
    this.to = to;
    this.cofactors = new BigInteger[from.size()];
    this.inverseCofactors = new long[from.size()];
    for (int i = 0; i < from.size(); i++) {
      Modulus modulus = from.get(i);
      cofactors[i] = from.cofactor(i);
      inverseCofactors[i] = modulus.invert(modulus.reduce(cofactors[i]));
    }
  }

  @Override
  public void convert(long[][] in, long[][] out) {
    for (int k = 0; k < in[0].length; k++) {
      BigInteger sum = BigInteger.ZERO;
      for (int i = 0; i < in.length; i++) {
        long y = from.get(i).multiply(in[i][k], inverseCofactors[i]);
        sum = sum.add(cofactors[i].multiply(BigInteger.valueOf(y)));
      }
      for (int j = 0; j < out.length; j++) {
        out[j][k] = to.get(j).reduce(sum);
      }
    }
  }
}
