package io.cloakwork.compiler.program;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Parameters.Digit;
import java.util.Random;

/// The noise of ciphertext operations on clear slots, drawn at random: independent in every slot,
/// Gaussian, with the average-case deviation of a uniform ternary secret. Only real parts are kept,
/// which have half the variance.
public final class SlotNoise {

  /// Of the error distribution: centred binomial with η = 21.
  private static final double ERROR_DEVIATION = Math.sqrt(21 / 2.0);

  private final Parameters parameters;
  private final Random random;
  private final boolean silent;

  private SlotNoise(Parameters parameters, Random random, boolean silent) {
    this.parameters = parameters;
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

  /// A fresh encryption under the secret key at `scale`.
  double[] encrypted(double[] slots, double scale) {
    return noisy(slots, ERROR_DEVIATION * slotFactor() / scale);
  }

  /// A rescale whose result has `scale`.
  double[] rescaled(double[] slots, double scale) {
    return divided(slots, 1, scale);
  }

  /// A division by P.
  double[] dividedByP(double[] slots, double scale) {
    return divided(slots, parameters.chain().specialP().size(), scale);
  }

  /// A division by P and a prime of the chain in one.
  double[] dividedByPAndRescaled(double[] slots, double scale) {
    return divided(slots, parameters.chain().specialP().size() + 1, scale);
  }

  /// Errors of both polynomials, the second times the secret; each the sum of one error for each
  /// limb of the divisor, uniform in an interval of length 1.
  private double[] divided(double[] slots, int limbs, double scale) {
    return noisy(slots, Math.sqrt(limbs * (1 + secretNorm()) / 12) * slotFactor() / scale);
  }

  /// A key switch at `level`, before the division by P, of a ciphertext of `scale`: each digit, a
  /// sum of one uniform value for each of its primes, times an error of its key (Han and Ki, ePrint
  /// 2019/688, §3).
  double[] switched(double[] slots, int level, double scale) {
    if (silent) {
      return slots;
    }
    double variance = 0;
    for (Digit digit : parameters.digits(level)) {
      double bits = parameters.chain().chainQ().range(digit.from(), digit.to()).log2();
      double ratio = Math.pow(2, bits - parameters.chain().specialP().log2());
      variance += digit.limbs() * ratio * ratio / 12;
    }
    double coefficient = ERROR_DEVIATION * Math.sqrt(parameters.degree() * variance);
    return noisy(slots, coefficient * slotFactor() / scale);
  }

  /// Expected squared norm of the secret: two thirds of its coefficients are ±1.
  private double secretNorm() {
    return parameters.degree() * 2.0 / 3;
  }

  /// From the deviation of a coefficient to that of the real part of a slot: a slot is the sum of N
  /// coefficients times roots of unity.
  private double slotFactor() {
    return Math.sqrt(parameters.degree() / 2.0);
  }

  private double[] noisy(double[] slots, double deviation) {
    if (silent) {
      return slots;
    }
    double[] result = slots.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] += deviation * random.nextGaussian();
    }
    return result;
  }
}
