package io.cloakwork.client.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DiscreteGaussianTest {

  private static final int LEAF_STD = 16;
  private static final int FIRST_FACTOR = 6;
  private static final double STANDARD_ERRORS = 6;

  private final long seed = System.nanoTime() >>> 16;
  private final Entropy entropy = Entropy.insecureForTesting(seed);
  private final DiscreteGaussian gaussian = new DiscreteGaussian();

  @Test
  void theTableHasTheRightProbabilities() {
    chiSquare(0, LEAF_STD, 48, 400_000);
  }

  @Test
  void oneConvolutionIsADiscreteGaussianAgain() {
    double std = LEAF_STD * Math.sqrt(Math.pow(FIRST_FACTOR, 2) + Math.pow(FIRST_FACTOR - 1, 2));
    chiSquare(1, std, 300, 400_000);
  }

  /// Every integer in [−range, range] is a cell of its own, and so are the two tails.
  private void chiSquare(int depth, double std, int range, int samples) {
    long[] counts = new long[2 * range + 1];
    long outside = 0;
    for (int i = 0; i < samples; i++) {
      long x = gaussian.sample(entropy, depth);
      if (Math.abs(x) <= range) {
        counts[(int) x + range]++;
      } else {
        outside++;
      }
    }
    double total = std * Math.sqrt(2 * Math.PI);
    double statistic = 0;
    double inside = 0;
    for (int x = -range; x <= range; x++) {
      double probability = Math.exp(-x * (double) x / (2 * std * std)) / total;
      double expected = samples * probability;
      inside += probability;
      double difference = counts[x + range] - expected;
      statistic += difference * difference / expected;
    }
    double expectedOutside = samples * (1 - inside);
    statistic += Math.pow(outside - expectedOutside, 2) / expectedOutside;
    int freedom = counts.length;
    assertThat(statistic)
        .as("chi-square with %d degrees of freedom, seed %d", freedom, seed)
        .isCloseTo(freedom, within(STANDARD_ERRORS * Math.sqrt(2.0 * freedom)));
  }

  @Test
  void widthShapeAndSymmetry() {
    int samples = 100_000;
    double std = gaussian.std();
    double mean = 0;
    double second = 0;
    double fourth = 0;
    for (int i = 0; i < samples; i++) {
      long sample = gaussian.sample(entropy);
      assertThat(Math.abs(sample)).isLessThan(1L << 53);
      double x = sample / std;
      mean += x / samples;
      second += x * x / samples;
      fourth += x * x * x * x / samples;
    }
    assertThat(std).isBetween(0x1p46, 0x1p47);
    double unit = STANDARD_ERRORS / Math.sqrt(samples);
    assertThat(mean).as("mean, seed %d", seed).isCloseTo(0, within(unit));
    assertThat(second).as("variance, seed %d", seed).isCloseTo(1, within(unit * Math.sqrt(2)));
    assertThat(fourth).as("kurtosis, seed %d", seed).isCloseTo(3, within(unit * Math.sqrt(96)));
  }

  @Test
  void everyResidueIsReached() {
    int modulus = 64;
    int samples = 64_000;
    int[] counts = new int[modulus];
    for (int i = 0; i < samples; i++) {
      counts[(int) Math.floorMod(gaussian.sample(entropy), (long) modulus)]++;
    }
    double expected = (double) samples / modulus;
    double statistic = 0;
    for (int count : counts) {
      statistic += (count - expected) * (count - expected) / expected;
    }
    assertThat(statistic)
        .as("chi-square of residues, seed %d", seed)
        .isCloseTo(modulus - 1, within(STANDARD_ERRORS * Math.sqrt(2.0 * (modulus - 1))));
  }
}
