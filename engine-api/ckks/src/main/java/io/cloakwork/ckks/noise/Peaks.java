package io.cloakwork.ckks.noise;

import io.cloakwork.ckks.linear.BsgsPlan;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Errors that sit on single slots.
///
/// A mean μ in every coefficient is μ·J, J = 1 + X + … + X^(N−1), with |J(e^(iθ))| = 1/|sin(θ/2)|
/// at the roots: 2N/π in the slot of the root next to 1, which is slot 0, and 1/m of that at the
/// m-th root, m odd; on average √N. An automorphism moves it to another slot. Immutable.
final class Peaks {

  static final Peaks NONE = new Peaks(new TreeMap<>());

  private static final int KEPT = 32;
  private static final int ROOTS = 8;
  private static final double HALF = StrictMath.log(2);
  private static final int BISECTIONS = 24;
  private static final double ALMOST_ONE = 1 - 0x1p-30;
  private static final double STEP = 0.5;
  private static final double LAST = 24;

  /// The size of an error on a slot, as an amplitude times a complex Gaussian of variance 1.
  ///
  /// @param coherent of a known sign, so that equal ones add up; may be negative
  /// @param random of an unknown sign
  private record Peak(double coherent, double random) {

    double meanSquare() {
      return coherent * coherent + random * random;
    }

    Peak plus(Peak other) {
      return new Peak(coherent + other.coherent, Math.hypot(random, other.random));
    }
  }

  private final Map<Integer, Peak> bySlot;

  private Peaks(Map<Integer, Peak> bySlot) {
    this.bySlot = Collections.unmodifiableMap(bySlot);
  }

  /// A peak on one slot.
  static Peaks at(int slot, double coherent, double random) {
    if (coherent == 0 && random == 0) {
      return NONE;
    }
    TreeMap<Integer, Peak> one = new TreeMap<>();
    one.put(slot, new Peak(coherent, random));
    return new Peaks(one);
  }

  Peaks plus(Peaks other) {
    if (other.bySlot.isEmpty()) {
      return this;
    }
    TreeMap<Integer, Peak> sum = new TreeMap<>(bySlot);
    other.bySlot.forEach((slot, peak) -> sum.merge(slot, peak, Peak::plus));
    return new Peaks(largest(sum));
  }

  /// What is dropped counts as noise of all slots.
  private static Map<Integer, Peak> largest(Map<Integer, Peak> peaks) {
    if (peaks.size() <= KEPT) {
      return peaks;
    }
    List<Map.Entry<Integer, Peak>> entries =
        peaks.entrySet().stream()
            .sorted(Comparator.comparingDouble(entry -> -entry.getValue().meanSquare()))
            .limit(KEPT)
            .toList();
    TreeMap<Integer, Peak> kept = new TreeMap<>();
    entries.forEach(entry -> kept.put(entry.getKey(), entry.getValue()));
    return kept;
  }

  /// Multiplied by the same number in every slot.
  Peaks times(double factor) {
    TreeMap<Integer, Peak> scaled = new TreeMap<>();
    bySlot.forEach((slot, peak) ->
        scaled.put(slot, new Peak(peak.coherent() * factor, peak.random() * Math.abs(factor))));
    return new Peaks(scaled);
  }

  /// Multiplied by values of that root mean square.
  Peaks timesRandom(double rms) {
    TreeMap<Integer, Peak> scaled = new TreeMap<>();
    bySlot.forEach(
        (slot, peak) -> scaled.put(slot, new Peak(0, Math.sqrt(peak.meanSquare()) * rms)));
    return new Peaks(scaled);
  }

  /// After a rotation of the slots to the left.
  Peaks rotated(int steps, int slots) {
    TreeMap<Integer, Peak> moved = new TreeMap<>();
    bySlot.forEach((slot, peak) -> moved.put(BsgsPlan.centre(slot - steps, slots), peak));
    return new Peaks(moved);
  }

  /// The median of the largest error of a real part among all slots: the t that none of them passes
  /// with probability 1/2. Every slot is Gaussian with its own variance.
  ///
  /// @param meanSquare the mean of |error|² over the slots, peaks included
  /// @param products what of it comes from products of two random polynomials, of which one is the
  ///   same for all errors: a key or the secret
  double largestRealPart(double meanSquare, double products, int slots) {
    double nextToOne = StrictMath.sin(StrictMath.PI / (4.0 * slots));
    double share = 0;
    double high = 8 * Math.sqrt(meanSquare);
    for (Peak peak : bySlot.values()) {
      share += peak.meanSquare() * 2 * slots * nextToOne * nextToOne;
      high += 8 * Math.sqrt(peak.meanSquare());
    }
    double elsewhere = Math.max(meanSquare - share, meanSquare * Math.ulp(1.0));
    double spread = Math.min(products, elsewhere);
    double low = 0;
    for (int i = 0; i < BISECTIONS; i++) {
      double t = (low + high) / 2;
      if (doubtThatNone(t, elsewhere, spread, slots) > HALF) {
        low = t;
      } else {
        high = t;
      }
    }
    return (low + high) / 2;
  }

  /// −ln of the probability that no slot has a real part beyond t. A complex Gaussian of mean
  /// square S has a real part of variance S/2.
  private double doubtThatNone(double t, double elsewhere, double spread, int slots) {
    double doubt = slots * beyond(t, elsewhere, spread);
    for (Peak peak : bySlot.values()) {
      for (int m = 1; m < 2 * ROOTS; m += 2) {
        double one = Gaussian.erfc(t / Math.sqrt(elsewhere + peak.meanSquare() / (m * m)));
        doubt -= StrictMath.log1p(-Math.min(one, ALMOST_ONE));
      }
    }
    return doubt;
  }

  /// The probability for a slot without a peak. Given the key, the variance of a product differs
  /// from slot to slot like |key|², whose distribution is exponential.
  private static double beyond(double t, double meanSquare, double products) {
    if (products == 0) {
      return Gaussian.erfc(t / Math.sqrt(meanSquare));
    }
    double sum = 0;
    for (double w = STEP / 2; w < LAST; w += STEP) {
      double here = meanSquare + (w - 1) * products;
      sum += StrictMath.exp(-w) * Gaussian.erfc(t / Math.sqrt(here));
    }
    return sum * STEP;
  }
}
