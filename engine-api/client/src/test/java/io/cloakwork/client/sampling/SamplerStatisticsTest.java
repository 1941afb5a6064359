package io.cloakwork.client.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cloakwork.spi.ring.Modulus;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each run draws with a new printed seed. A threshold of five standard errors fails one run in two
/// million per statistic if the sampler is right.
class SamplerStatisticsTest {

  private static final int SAMPLES = 1 << 18;
  private static final double STANDARD_ERRORS = 5;

  private final long seed = System.nanoTime();

  @Test
  void ternaryIsUniform() {
    long[] counts = histogram(Ternary.UNIFORM);
    assertThat(counts).hasSize(3);
    assertThat(chiSquare(counts, new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3}))
        .as("chi-square, 2 degrees of freedom, seed %d", seed)
        .isLessThan(chiSquareLimit(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 21, 32})
  void centredBinomialHasItsProbabilities(int eta) {
    CentredBinomial distribution = new CentredBinomial(eta);
    long[] counts = histogram(distribution);
    double[] probabilities = binomial(2 * eta);
    // Pool the tails, so that every cell is expected at least 20 times.
    int from = 0;
    while (probabilities[from] * SAMPLES < 20) {
      from++;
    }
    double[] pooledP = pool(probabilities, from);
    long[] pooled =
        Arrays.stream(pool(Arrays.stream(counts).asDoubleStream().toArray(), from))
            .mapToLong(Math::round)
            .toArray();
    assertThat(chiSquare(pooled, pooledP))
        .as("chi-square of eta %d, seed %d", eta, seed)
        .isLessThan(chiSquareLimit(pooledP.length - 1));
  }

  @Test
  void meanAndVarianceAreRight() {
    for (SmallDistribution distribution :
        new SmallDistribution[] {Ternary.UNIFORM, CentredBinomial.ERROR, new CentredBinomial(1)}) {
      long[] biased = new long[SAMPLES];
      try (Entropy entropy = Entropy.insecureForTesting(seed)) {
        distribution.sampleInto(entropy, biased);
      }
      double mean = 0;
      double square = 0;
      for (long x : biased) {
        assertThat(x).isBetween(0L, 2L * distribution.bound());
        double centred = x - distribution.bound();
        mean += centred / SAMPLES;
        square += centred * centred / SAMPLES;
      }
      double deviation = Math.sqrt(distribution.variance());
      assertThat(mean)
          .as("mean of %s, seed %d", distribution, seed)
          .isCloseTo(0, within(STANDARD_ERRORS * deviation / Math.sqrt(SAMPLES)));
      // The kurtosis of both distributions is at most 3, so the variance of x² is at most 2σ⁴.
      assertThat(square - mean * mean)
          .as("variance of %s, seed %d", distribution, seed)
          .isCloseTo(
              distribution.variance(),
              within(STANDARD_ERRORS * distribution.variance() * Math.sqrt(2.0 / SAMPLES)));
    }
  }

  @Test
  void neighboursAreUncorrelated() {
    long[] biased = new long[SAMPLES];
    try (Entropy entropy = Entropy.insecureForTesting(seed)) {
      CentredBinomial.ERROR.sampleInto(entropy, biased);
    }
    double covariance = 0;
    for (int i = 1; i < SAMPLES; i++) {
      covariance += (biased[i] - 21.0) * (biased[i - 1] - 21.0) / (SAMPLES - 1);
    }
    assertThat(covariance / CentredBinomial.ERROR.variance())
        .as("correlation at distance one, seed %d", seed)
        .isCloseTo(0, within(STANDARD_ERRORS / Math.sqrt(SAMPLES)));
  }

  @ParameterizedTest
  @ValueSource(longs = {3, 97, 12289, 1125899906842597L, 2305843009213693951L})
  void residuesAreUniform(long prime) {
    Modulus q = Modulus.of(prime);
    long[] values = new long[SAMPLES];
    try (Entropy entropy = Entropy.insecureForTesting(seed)) {
      UniformResidues.sampleInto(entropy, q, values);
    }
    int cells = (int) Math.min(64, prime);
    long[] counts = new long[cells];
    double[] probabilities = new double[cells];
    for (long value : values) {
      assertThat(value).isBetween(0L, prime - 1);
      counts[cell(value, prime, cells)]++;
    }
    for (int i = 0; i < cells; i++) {
      probabilities[i] =
          ((double) ceilDiv(prime, i + 1, cells) - (double) ceilDiv(prime, i, cells)) / prime;
    }
    assertThat(chiSquare(counts, probabilities))
        .as("chi-square modulo %d, seed %d", prime, seed)
        .isLessThan(chiSquareLimit(cells - 1));
  }

  @Test
  void thirdsOfAWideWord() {
    assertThat(Ternary.thirds(0, 0)).isZero();
    assertThat(Ternary.thirds(0x5555555555555555L, 0x5555555555555555L)).isZero();
    assertThat(Ternary.thirds(0x5555555555555555L, 0x5555555555555556L)).isEqualTo(1);
    assertThat(Ternary.thirds(0xAAAAAAAAAAAAAAAAL, 0xAAAAAAAAAAAAAAAAL)).isEqualTo(1);
    assertThat(Ternary.thirds(0xAAAAAAAAAAAAAAAAL, 0xAAAAAAAAAAAAAAABL)).isEqualTo(2);
    assertThat(Ternary.thirds(-1, -1)).isEqualTo(2);
  }

  private long[] histogram(SmallDistribution distribution) {
    long[] biased = new long[SAMPLES];
    try (Entropy entropy = Entropy.insecureForTesting(seed)) {
      distribution.sampleInto(entropy, biased);
    }
    long[] counts = new long[2 * distribution.bound() + 1];
    for (long x : biased) {
      counts[(int) x]++;
    }
    return counts;
  }

  private static double chiSquare(long[] counts, double[] probabilities) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      double expected = SAMPLES * probabilities[i];
      sum += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return sum;
  }

  /// Five standard deviations above the mean, after the cube-root approximation of Wilson and
  /// Hilferty (PNAS 1931), which is close in the far tail too.
  private static double chiSquareLimit(int freedom) {
    double c = 2.0 / (9 * freedom);
    return freedom * Math.pow(1 - c + STANDARD_ERRORS * Math.sqrt(c), 3);
  }

  private static double[] binomial(int n) {
    double[] row = new double[n + 1];
    row[0] = Math.pow(0.5, n);
    for (int k = 1; k <= n; k++) {
      row[k] = row[k - 1] * (n - k + 1) / k;
    }
    return row;
  }

  private static double[] pool(double[] cells, int from) {
    double[] pooled = Arrays.copyOfRange(cells, from, cells.length - from);
    for (int i = 0; i < from; i++) {
      pooled[0] += cells[i];
      pooled[pooled.length - 1] += cells[cells.length - 1 - i];
    }
    return pooled;
  }

  /// The cell i with value in [⌈i·q/cells⌉, ⌈(i+1)·q/cells⌉).
  private static int cell(long value, long prime, int cells) {
    int i = (int) Math.min(cells - 1, (double) value / prime * cells);
    while (value >= ceilDiv(prime, i + 1, cells)) {
      i++;
    }
    while (value < ceilDiv(prime, i, cells)) {
      i--;
    }
    return i;
  }

  private static long ceilDiv(long prime, int i, int cells) {
    return java.math.BigInteger.valueOf(prime)
        .multiply(java.math.BigInteger.valueOf(i))
        .add(java.math.BigInteger.valueOf(cells - 1))
        .divide(java.math.BigInteger.valueOf(cells))
        .longValueExact();
  }
}
