package io.cloakwork.ckks.noise;

/// What is not exceeded: the WORST-case model. Every random polynomial is bounded in all slots at
/// once, and bounds add and multiply by the triangle inequality in the canonical embedding (Gentry,
/// Halevi and Smart, ePrint 2012/099, appendix A.5; Kim, Papadimitriou and Polyakov, ePrint
/// 2020/1118).
///
/// The bound is **probabilistic**: a strict one, from the largest value of every coefficient, is
/// above it by a factor of some √N for each product with the secret, which leaves no precision to
/// speak of. It takes rounding errors for independent and uniform, which holds for ciphertexts that
/// are indistinguishable from random ones.
///
/// @param slotBound no |error| of a complex slot is above it, in units of the message
/// @param coefficientBound no coefficient of the noise polynomial is above it, nor is their
///   Euclidean norm, in units of the integers that are encrypted
/// @param failureProbability a bound on the probability that this is wrong
public record WorstCase(double slotBound, double coefficientBound, double failureProbability) {

  /// −log2 of [#slotBound].
  public double slotBits() {
    return AverageCase.bits(slotBound);
  }
}
