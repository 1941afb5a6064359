package io.cloakwork.compiler.program;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.noise.StepDeviations;
import java.util.Random;

/// The noise of ciphertext operations on clear slots, drawn at random: independent in every slot,
/// with the average-case deviations of the scheme's noise model. Only real parts are kept.
///
/// Draws are binomial, of 64 fair bits: beside a sum over thousands of slots, which every error
/// becomes, they are as good as Gaussian ones, and take no logarithms.
public final class SlotNoise {

  private static final int BITS = Long.SIZE;
  private static final double BITS_DEVIATION = Math.sqrt(BITS) / 2;

  private final StepDeviations deviations;
  private final Random random;
  private final boolean silent;

  private SlotNoise(Parameters parameters, Random random, boolean silent) {
    this.deviations = StepDeviations.of(parameters);
    this.random = random;
    this.silent = silent;
  }

  /// No noise at all.
  public static SlotNoise none(Parameters parameters) {
    return new SlotNoise(parameters, new Random(0), true);
  }

  /// Noise that is the same for the same seed.
  public static SlotNoise seeded(Parameters parameters, long seed) {
    return new SlotNoise(parameters, new Random(seed), false);
  }

  /// The sum of `lanes` fresh encryptions under the secret key at `scale`.
  double[] encrypted(double[] slots, double scale, int lanes) {
    return noisy(slots, Math.sqrt(lanes) * deviations.secretKeyEncryption() / scale);
  }

  /// A rescale whose result has `scale`.
  double[] rescaled(double[] slots, double scale) {
    return noisy(slots, deviations.rescale() / scale);
  }

  /// A division by P.
  double[] dividedByP(double[] slots, double scale) {
    return noisy(slots, deviations.divisionByP() / scale);
  }

  /// A division by P and a prime of the chain in one.
  double[] dividedByPAndRescaled(double[] slots, double scale) {
    return noisy(slots, deviations.divisionByPAndRescale() / scale);
  }

  /// A key switch at `level`, before the division by P, of a ciphertext of `scale`.
  double[] switched(double[] slots, int level, double scale) {
    return noisy(slots, deviations.keySwitch(level) / scale);
  }

  private double[] noisy(double[] slots, double deviation) {
    if (silent) {
      return slots;
    }
    double[] result = slots.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] += deviation * (Long.bitCount(random.nextLong()) - BITS / 2) / BITS_DEVIATION;
    }
    return result;
  }
}
