package io.cloakwork.backend.reference;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;
import java.math.BigInteger;

/// Base conversion modulo each target prime p, term by term: Σᵢ yᵢ·\[(Q/qᵢ) mod p\], summed exactly
/// in 128 bits and reduced once at the end.
///
/// Moduli are below 2^61, so a term is below 2^122 and 64 terms stay below 2^128; bases of more
/// primes are summed in groups of 64.
final class WordBaseConversion implements BaseConversion {

  private static final int GROUP = 64;

  private final RnsBasis from;
  private final RnsBasis to;
  private final long[] inverseCofactors;
  // For each target prime the cofactors Q/qᵢ modulo it.
  private final long[][] cofactors;
  // 2^64 modulo each target prime.
  private final long[] radix;

  WordBaseConversion(RnsBasis from, RnsBasis to) {
    this.from = from;
    this.to = to;
    this.inverseCofactors = new long[from.size()];
    this.cofactors = new long[to.size()][from.size()];
    this.radix = new long[to.size()];
    for (int i = 0; i < from.size(); i++) {
      Modulus modulus = from.get(i);
      BigInteger cofactor = from.cofactor(i);
      inverseCofactors[i] = modulus.invert(modulus.reduce(cofactor));
      for (int j = 0; j < to.size(); j++) {
        cofactors[j][i] = to.get(j).reduce(cofactor);
      }
    }
    for (int j = 0; j < to.size(); j++) {
      long two32 = to.get(j).reduce(1L << 32);
      radix[j] = to.get(j).multiply(two32, two32);
    }
  }

  @Override
  public void convert(long[][] in, long[][] out) {
    long[] y = new long[in.length];
    for (int k = 0; k < in[0].length; k++) {
      for (int i = 0; i < in.length; i++) {
        y[i] = from.get(i).multiply(in[i][k], inverseCofactors[i]);
      }
      for (int j = 0; j < out.length; j++) {
        out[j][k] = sum(y, j);
      }
    }
  }

  private long sum(long[] y, int j) {
    Modulus p = to.get(j);
    long sum = 0;
    for (int start = 0; start < y.length; start += GROUP) {
      sum = p.add(sum, groupSum(y, start, Math.min(start + GROUP, y.length), j));
    }
    return sum;
  }

  /// The terms [start, end), at most 64 of them, modulo the target prime j.
  private long groupSum(long[] y, int start, int end, int j) {
    long high = 0;
    long low = 0;
    for (int i = start; i < end; i++) {
      long product = y[i] * cofactors[j][i];
      low += product;
      int carry = Long.compareUnsigned(low, product) < 0 ? 1 : 0;
      high += Math.multiplyHigh(y[i], cofactors[j][i]) + carry;
    }
    return reduce(high, low, j);
  }

  /// (high·2^64 + low) mod p, both words unsigned.
  private long reduce(long high, long low, int j) {
    Modulus p = to.get(j);
    long upper = p.multiply(Long.remainderUnsigned(high, p.value()), radix[j]);
    return p.add(upper, Long.remainderUnsigned(low, p.value()));
  }
}
