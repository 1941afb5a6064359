package io.cloakwork.ckks.noise;

import io.cloakwork.ckks.Parameters;

/// What single steps of operations add on average, for simulations that draw noise slot by slot:
/// standard deviations of the real part of a slot, in units of the encrypted integers, so divided
/// by the scale those of a value. [NoiseModel] follows the same numbers ([AverageCase]). Immutable
/// and thread-safe.
public final class StepDeviations {

  private final NoiseSources sources;
  private final int specialPrimes;

  private StepDeviations(NoiseSources sources) {
    this.sources = sources;
    this.specialPrimes = sources.specialPrimes();
  }

  /// Those of these parameters.
  public static StepDeviations of(Parameters parameters) {
    return new StepDeviations(new NoiseSources(parameters, NoiseModel.DEFAULT_FAILURE_BITS));
  }

  /// A fresh encryption with the public key.
  public double publicKeyEncryption() {
    return deviation(sources.publicKeyEncryption());
  }

  /// A fresh encryption with the secret key.
  public double secretKeyEncryption() {
    return deviation(sources.secretKeyEncryption());
  }

  /// A key switch at `level`, without its division by P.
  public double keySwitch(int level) {
    return deviation(sources.keySwitch(level));
  }

  /// The rounding of both polynomials in a rescale, in units of the integers after it.
  public double rescale() {
    return deviation(sources.division(1, 2));
  }

  /// The same for a division by P.
  public double divisionByP() {
    return deviation(sources.division(specialPrimes, 2));
  }

  /// The same for a division by P and a prime of the chain in one.
  public double divisionByPAndRescale() {
    return deviation(sources.division(specialPrimes + 1, 2));
  }

  /// The real part has half the mean square.
  private static double deviation(NoiseSource source) {
    return Math.sqrt(source.meanSquare() / 2);
  }
}
