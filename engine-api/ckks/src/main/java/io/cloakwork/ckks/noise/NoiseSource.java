package io.cloakwork.ckks.noise;

/// An error that an operation adds, in slots, in units of the encrypted integers.
///
/// @param meanSquare the mean of |error|² over the slots
/// @param products what of it comes from products of two random polynomials
/// @param coherent what a mean in every coefficient puts on the slot of the root next to 1, of the
///   same sign whenever it occurs
/// @param random the same for one that differs from key to key
/// @param bound on |error| in every slot
/// @param failure a bound on the probability that the bound is wrong
record NoiseSource(
    double meanSquare,
    double products,
    double coherent,
    double random,
    double bound,
    double failure) {

  static final NoiseSource NONE = new NoiseSource(0, 0, 0, 0, 0, 0);

  /// An error like Gaussian noise in every slot.
  static NoiseSource gaussian(double meanSquare, double bound, double failure) {
    return new NoiseSource(meanSquare, 0, 0, 0, bound, failure);
  }

  NoiseSource plus(NoiseSource other) {
    return new NoiseSource(
        meanSquare + other.meanSquare,
        products + other.products,
        coherent + other.coherent,
        Math.hypot(random, other.random),
        bound + other.bound,
        failure + other.failure);
  }

  NoiseSource times(double factor) {
    return new NoiseSource(
        meanSquare * factor * factor,
        products * factor * factor,
        coherent * factor,
        random * factor,
        bound * factor,
        failure);
  }
}
