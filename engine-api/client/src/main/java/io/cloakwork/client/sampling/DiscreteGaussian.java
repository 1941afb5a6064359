package io.cloakwork.client.sampling;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/// The discrete Gaussian distribution over all integers, centred at zero, of standard deviation
/// [#std], some 2^46: wide enough to be scaled to any real width.
///
/// A sample is a tree of convolutions z·x + (z − 1)·y of narrower samples, from a table for σ = 16
/// at the leaves (Micciancio and Walter, CRYPTO 2017, ePrint 2017/259, §4: SampleI). Each z is at
/// most s/(√2·η) for the width s = √(2π)·σ below it, with η = 4.72 the smoothing parameter of the
/// integers for 2^−100, so that probabilities differ from the distribution's by about that,
/// relatively. The table is exact to 2^−126.
///
/// Constant time: a sample reads the whole table for every leaf, and no branch and no address
/// depends on what is drawn. Immutable and thread-safe.
public final class DiscreteGaussian {

  private static final int LEAF_STD = 16;
  private static final long[] FACTORS = {6, 46, 3019, 1_600_000};
  private static final int WORD_BITS = 63;
  private static final int TABLE_BITS = 2 * WORD_BITS;
  private static final MathContext PRECISION = new MathContext(80);
  private static final int EXPONENTIAL_TERMS = 60;

  // P(|leaf| > j) in units of 2^−126, in two words of 63 bits.
  private final long[] high;
  private final long[] low;
  private final double std;

  /// Computes the table: some milliseconds.
  public DiscreteGaussian() {
    List<BigInteger> tails = tails();
    this.high = new long[tails.size()];
    this.low = new long[tails.size()];
    BigInteger mask = BigInteger.ONE.shiftLeft(WORD_BITS).subtract(BigInteger.ONE);
    for (int j = 0; j < high.length; j++) {
      high[j] = tails.get(j).shiftRight(WORD_BITS).longValueExact();
      low[j] = tails.get(j).and(mask).longValueExact();
    }
    double variance = (double) LEAF_STD * LEAF_STD;
    for (long z : FACTORS) {
      variance *= (double) z * z + (double) (z - 1) * (z - 1);
    }
    this.std = Math.sqrt(variance);
  }

  /// The standard deviation, about 2^46.1.
  public double std() {
    return std;
  }

  /// A sample; below 2^53 in absolute value, so exact as a double.
  public long sample(Entropy entropy) {
    return sample(entropy, FACTORS.length);
  }

  /// A sample of the distribution that `depth` convolutions lead to; 0 is the table's.
  long sample(Entropy entropy, int depth) {
    if (depth == 0) {
      return leaf(entropy);
    }
    long z = FACTORS[depth - 1];
    return z * sample(entropy, depth - 1) + (z - 1) * sample(entropy, depth - 1);
  }

  /// |x| is the number of tails above a uniform number; the sign is a bit of its own.
  private long leaf(Entropy entropy) {
    long first = entropy.nextLong();
    long uniformHigh = first >>> 1;
    long uniformLow = entropy.nextLong() >>> 1;
    long magnitude = 0;
    for (int j = 0; j < high.length; j++) {
      long borrow = (uniformLow - low[j]) >>> WORD_BITS;
      magnitude += (uniformHigh - high[j] - borrow) >>> WORD_BITS;
    }
    long sign = -(first & 1);
    return (magnitude ^ sign) - sign;
  }

  /// P(|leaf| > j) · 2^126 for every j at which it does not round to zero.
  private static List<BigInteger> tails() {
    List<BigDecimal> weights = new ArrayList<>();
    BigDecimal base = exponential(-1.0 / (2 * LEAF_STD * LEAF_STD));
    BigDecimal negligible = BigDecimal.ONE.scaleByPowerOfTen(-PRECISION.getPrecision() / 2 - 5);
    BigDecimal weight = BigDecimal.ONE;
    BigDecimal total = BigDecimal.ONE.negate();
    // exp(−(x+1)²/2σ²) = exp(−x²/2σ²) · exp(−1/2σ²)^(2x+1).
    for (int x = 0; weight.compareTo(negligible) > 0; x++) {
      BigDecimal both = weight.multiply(BigDecimal.TWO, PRECISION);
      weights.add(x == 0 ? weight : both);
      total = total.add(both);
      weight = weight.multiply(base.pow(2 * x + 1, PRECISION), PRECISION);
    }
    BigDecimal unit = new BigDecimal(BigInteger.ONE.shiftLeft(TABLE_BITS));
    List<BigInteger> tails = new ArrayList<>();
    BigDecimal above = total;
    for (BigDecimal mass : weights) {
      above = above.subtract(mass, PRECISION);
      BigInteger scaled =
          above
              .multiply(unit)
              .divide(total, PRECISION)
              .setScale(0, RoundingMode.HALF_EVEN)
              .toBigInteger();
      if (scaled.signum() <= 0) {
        break;
      }
      tails.add(scaled);
    }
    return tails;
  }

  private static BigDecimal exponential(double x) {
    BigDecimal exact = new BigDecimal(x);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int n = 1; n < EXPONENTIAL_TERMS; n++) {
      term = term.multiply(exact, PRECISION).divide(BigDecimal.valueOf(n), PRECISION);
      sum = sum.add(term, PRECISION);
    }
    return sum;
  }
}
