package io.cloakwork.client.sampling;

/// The uniform distribution over {−1, 0, 1}: secret keys and encryption randomness.
///
/// Each sample is ⌊3·w / 2^128⌋ for 128 random bits w, so that it takes the same time whatever it
/// is; a probability differs from one third by less than 2^−127.
public enum Ternary implements SmallDistribution {
  UNIFORM;

  @Override
  public int bound() {
    return 1;
  }

  @Override
  public double variance() {
    return 2.0 / 3;
  }

  @Override
  public void sampleInto(Entropy entropy, long[] biased) {
    for (int i = 0; i < biased.length; i++) {
      biased[i] = thirds(entropy.nextLong(), entropy.nextLong());
    }
  }

  /// ⌊3·(high·2^64 + low) / 2^128⌋ in {0, 1, 2}.
  static long thirds(long high, long low) {
    long low3 = high * 3;
    long sum = low3 + Math.unsignedMultiplyHigh(low, 3);
    // The second summand is at most 2, so the sum carries exactly where its top bit falls to zero.
    long carry = (low3 & ~sum) >>> 63;
    return Math.unsignedMultiplyHigh(high, 3) + carry;
  }
}
