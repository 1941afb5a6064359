package io.cloakwork.ckks.noise;

import io.cloakwork.ckks.Parameters;
import io.cloakwork.ckks.Scales;

/// The estimated noise of one ciphertext: decryption gives scale · message + e, and this is about
/// e, a polynomial with real coefficients that counts everything between what is meant and what is
/// decrypted, roundings of the encoder included. Made by [NoiseModel]; immutable.
///
/// Over all slots, the mean of |e(ζ)|² is N times the mean square of the coefficients (Parseval),
/// so one number describes both on average. Where only some slots matter and weights or messages
/// are given for those, the numbers are about those.
public final class NoiseEstimate {

  private final Parameters parameters;
  private final int level;
  private final double scale;
  private final int size;
  private final Magnitude message;
  private final Noise noise;

  /// e, in units of the encrypted integers.
  ///
  /// @param meanSquare the mean of |e|² over the slots
  /// @param products what of it comes from products of two random polynomials
  /// @param peaks what sits on single slots; the mean includes it
  /// @param bound on |e| in every slot
  /// @param failure a bound on the probability that the bound is wrong
  record Noise(double meanSquare, double products, Peaks peaks, double bound, double failure) {

    static final Noise NONE = new Noise(0, 0, Peaks.NONE, 0, 0);

    static Noise of(NoiseSource source) {
      return NONE.plus(source);
    }

    Noise plus(NoiseSource source) {
      return new Noise(
          meanSquare + source.meanSquare(),
          products + source.products(),
          peaks.plus(Peaks.at(0, source.coherent(), source.random())),
          bound + source.bound(),
          failure + source.failure());
    }

    Noise plus(Noise other) {
      return new Noise(
          meanSquare + other.meanSquare,
          products + other.products,
          peaks.plus(other.peaks),
          bound + other.bound,
          failure + other.failure);
    }

    /// Multiplied by the same number in every slot.
    Noise times(double factor) {
      return new Noise(
          meanSquare * factor * factor,
          products * factor * factor,
          peaks.times(factor),
          bound * Math.abs(factor),
          failure);
    }

    /// Multiplied slot by slot by values of that magnitude.
    Noise times(Magnitude values) {
      return new Noise(
          meanSquare * values.meanSquare(),
          products * values.meanSquare(),
          peaks.timesRandom(values.rms()),
          bound * values.max(),
          failure);
    }

    Noise rotated(int steps, int slots) {
      return new Noise(meanSquare, products, peaks.rotated(steps, slots), bound, failure);
    }
  }

  NoiseEstimate(
      Parameters parameters, int level, double scale, int size, Magnitude message, Noise noise) {
    this.parameters = parameters;
    this.level = level;
    this.scale = scale;
    this.size = size;
    this.message = message;
    this.noise = noise;
  }

  public Parameters parameters() {
    return parameters;
  }

  public int level() {
    return level;
  }

  /// What the message is multiplied by.
  public double scale() {
    return scale;
  }

  /// The number of polynomials, 2 or 3.
  public int size() {
    return size;
  }

  /// How large the values are that are meant.
  public Magnitude message() {
    return message;
  }

  /// The AVERAGE-case model.
  public AverageCase average() {
    int slots = parameters.slots();
    double meanSquare = noise.meanSquare;
    return new AverageCase(
        Math.sqrt(meanSquare / parameters.degree()),
        Math.sqrt(meanSquare / 2) / scale,
        noise.peaks.largestRealPart(meanSquare, noise.products, slots) / scale);
  }

  /// The WORST-case model.
  public WorstCase worst() {
    return new WorstCase(noise.bound / scale, noise.bound, Math.min(1, noise.failure));
  }

  /// The same noise on values that are known to be of that magnitude.
  public NoiseEstimate withMessage(Magnitude magnitude) {
    return new NoiseEstimate(parameters, level, scale, size, magnitude, noise);
  }

  /// The same values without error: for finding out what a part of a program adds on its own
  /// ([NoiseModel#compose]).
  public NoiseEstimate withoutNoise() {
    return with(Noise.NONE);
  }

  Noise noise() {
    return noise;
  }

  NoiseEstimate with(Noise other) {
    return new NoiseEstimate(parameters, level, scale, size, message, other);
  }

  NoiseEstimate at(int newLevel, double newScale) {
    return new NoiseEstimate(parameters, newLevel, newScale, size, message, noise);
  }

  NoiseEstimate ofSize(int polynomials) {
    return new NoiseEstimate(parameters, level, scale, polynomials, message, noise);
  }

  @Override
  public String toString() {
    return "NoiseEstimate[level %d, scale %s, average %.1f bits (worst slot %.1f), at least %.1f]"
        .formatted(
            level,
            Scales.format(scale),
            average().slotBits(),
            average().worstSlotBits(),
            worst().slotBits());
  }
}
