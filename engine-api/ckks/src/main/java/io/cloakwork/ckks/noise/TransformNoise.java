package io.cloakwork.ckks.noise;

import io.cloakwork.ckks.noise.NoiseEstimate.Noise;

/// The noise of a doubly hoisted linear transform before its last division (ePrint 2020/1203, §4):
/// baby steps are not divided by P, so they bring a key switch without rounding; a giant step
/// divides its second polynomial.
final class TransformNoise {

  private static final int KEPT_PEAKS = 16;

  private final NoiseEstimate a;
  private final TransformShape shape;
  private final double diagonalScale;
  // Of a weight of a diagonal, times its scale.
  private final double weightRms;
  private final NoiseSource baby;
  private final NoiseSource giant;
  private final NoiseSource rounding;

  TransformNoise(
      NoiseSources sources, NoiseEstimate a, TransformShape shape, double diagonalScale) {
    this.a = a;
    this.shape = shape;
    this.diagonalScale = diagonalScale;
    double weight = Math.sqrt(shape.rowMeanSquare() / shape.terms());
    this.weightRms = diagonalScale * weight;
    this.baby = shape.rotatedTerms() == 0 ? NoiseSource.NONE : sources.keySwitch(a.level());
    this.giant =
        sources.keySwitch(a.level()).plus(sources.divisionOfSecond(sources.specialPrimes()));
    // Cauchy and Schwarz: the Euclidean norms of all diagonals add up to at most this, a term.
    this.rounding = sources.encoding(Magnitude.constant(weight), diagonalScale);
  }

  Noise sum() {
    return new Noise(meanSquare(), products(), peaks(), bound(), failure());
  }

  private double meanSquare() {
    double message = a.message().times(a.scale()).meanSquare();
    double in = a.noise().meanSquare();
    return rows() * (in + shape.rotatedShare() * baby.meanSquare())
        + shape.terms() * (message + in) * rounding.meanSquare()
        + shape.giants() * giant.meanSquare();
  }

  private double rows() {
    return diagonalScale * diagonalScale * shape.rowMeanSquare();
  }

  /// Sums over many slots have thinner tails than their terms.
  private double products() {
    double terms =
        rows() * (a.noise().products() + shape.rotatedShare() * baby.products())
            + shape.giants() * giant.products();
    return terms / Math.sqrt(shape.terms());
  }

  private double bound() {
    double in = a.noise().bound() + baby.bound();
    double held = a.message().max() * a.scale() + in;
    return diagonalScale * shape.maxRowSum() * in
        + shape.terms() * held * rounding.bound()
        + shape.giants() * giant.bound();
  }

  private double failure() {
    return a.noise().failure()
        + shape.terms() * rounding.failure()
        + shape.rotatedTerms() * baby.failure()
        + shape.giants() * giant.failure();
  }

  /// Where the peaks of the baby steps' key switches come to lie depends on the plan, but it is a
  /// slot for each. Those of giant steps are like that of the last division, in other slots.
  private Peaks peaks() {
    Peaks peaks = a.noise().peaks().timesRandom(weightRms);
    for (int i = 1; i <= Math.min(KEPT_PEAKS, shape.rotatedTerms()); i++) {
      peaks = peaks.plus(Peaks.at(-i, 0, baby.random() * weightRms));
    }
    return peaks;
  }
}
