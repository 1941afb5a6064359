package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.Modulus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// The limbs of a launch that one lane computes.
///
/// @param lane the lane
/// @param limbs their positions among all limbs, ascending
/// @param moduli their primes
record LanePart(Lane lane, List<Integer> limbs, List<Modulus> moduli) {

  /// The parts of limbs of these primes that are not empty. A prime may come more than once.
  static List<LanePart> of(List<Modulus> moduli, Tuning tuning) {
    List<LanePart> parts = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      List<Integer> limbs =
          IntStream.range(0, moduli.size())
              .filter(i -> tuning.laneOf(moduli.get(i)) == lane)
              .boxed()
              .toList();
      if (!limbs.isEmpty()) {
        parts.add(new LanePart(lane, limbs, limbs.stream().map(moduli::get).toList()));
      }
    }
    return parts;
  }

  int size() {
    return limbs.size();
  }

  Rows of(Rows rows) {
    return rows.select(limbs);
  }

  /// The words of every limb, one after the other: as many each.
  long[] words(LimbWords words) {
    long[][] all = new long[size()][];
    for (int i = 0; i < all.length; i++) {
      all[i] = words.of(lane, moduli.get(i), limbs.get(i));
    }
    long[] joined = new long[all.length * all[0].length];
    for (int i = 0; i < all.length; i++) {
      System.arraycopy(all[i], 0, joined, i * all[i].length, all[i].length);
    }
    return joined;
  }
}
