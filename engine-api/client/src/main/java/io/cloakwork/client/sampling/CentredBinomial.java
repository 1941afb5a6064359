package io.cloakwork.client.sampling;

/// The centred binomial distribution: the difference of two sums of η fair bits, η in [1, 32].
/// Variance η/2.
///
/// The errors of the scheme have η = 21, σ = 3.24: at least the σ = 3.19 of the homomorphic
/// encryption guidelines (ePrint 2024/463 §3), with tails cut at ±21.
///
/// @param eta the number of bits on each side
public record CentredBinomial(int eta) implements SmallDistribution {

  /// The distribution of all errors of the scheme.
  public static final CentredBinomial ERROR = new CentredBinomial(21);

  public CentredBinomial {
    if (eta < 1 || eta > 32) {
      throw new IllegalArgumentException("eta " + eta + " is not in [1, 32]");
    }
  }

  @Override
  public int bound() {
    return eta;
  }

  @Override
  public double variance() {
    return eta / 2.0;
  }

  /// Σa − Σb + η = Σa + Σ(1 − b) is the number of ones among 2η fair bits: one population count.
  @Override
  public void sampleInto(Entropy entropy, long[] biased) {
    long mask = -1L >>> (Long.SIZE - 2 * eta);
    for (int i = 0; i < biased.length; i++) {
      biased[i] = Long.bitCount(entropy.nextLong() & mask);
    }
  }
}
