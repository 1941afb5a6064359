package io.cloakwork.backend.cpu.kernel;

import io.cloakwork.spi.ring.Modulus;
import io.cloakwork.spi.ring.RnsBasis;

/// The constants of [LimbKernels#gather] at one target limb p: a factor c_i for every source row
/// and the shift that is subtracted. Immutable; made by [LimbKernels#weights].
public final class GatherWeights {

  /// Wide digits are split as high·2^31 + low to meet the fast lane: both parts are exact doubles.
  static final int SPLIT_BITS = 31;

  /// The positions of the sources of each lane among all sources.
  final int[] fastSources;

  final int[] wideSources;

  /// c_i by source in the form of the target's lane: balanced doubles, or words.
  final double[] factors;

  final long[] words;

  /// c_i·2^31 by source, balanced, for wide sources of a fast target.
  final double[] highFactors;

  /// floor(c_i·2^64/p) by source, for a wide target.
  final long[] quotients;

  final double shift;
  final long shiftWord;

  private GatherWeights(RnsBasis from, Modulus target, long[] canonical, long shift) {
    int size = from.size();
    fastSources = indices(from, true);
    wideSources = indices(from, false);
    words = canonical.clone();
    factors = new double[size];
    highFactors = new double[size];
    quotients = new long[size];
    long splitFactor = target.reduce(1L << SPLIT_BITS);
    for (int i = 0; i < size; i++) {
      factors[i] = target.centre(words[i]);
      highFactors[i] = target.centre(target.multiply(words[i], splitFactor));
      quotients[i] = Shoup.quotient(words[i], target.value());
    }
    this.shift = target.centre(shift);
    this.shiftWord = shift;
  }

  /// Weights for digits modulo the primes of `from`.
  ///
  /// @param canonical c_i in [0, p) by source
  /// @param shift in [0, p)
  static GatherWeights of(RnsBasis from, Modulus target, long[] canonical, long shift) {
    if (canonical.length != from.size()) {
      throw new IllegalArgumentException(
          "%d factors for %d source limbs".formatted(canonical.length, from.size()));
    }
    return new GatherWeights(from, target, canonical, shift);
  }

  private static int[] indices(RnsBasis from, boolean fast) {
    return java.util.stream.IntStream.range(0, from.size())
        .filter(i -> from.get(i).isFastLane() == fast)
        .toArray();
  }

  /// Whether the sum is one fast digit times 1, as it is after a division by one prime: there is
  /// nothing to multiply, only to reduce.
  boolean isOneDigit() {
    return words.length == 1 && fastSources.length == 1 && words[0] == 1;
  }

  /// The number of source rows.
  public int size() {
    return words.length;
  }
}
