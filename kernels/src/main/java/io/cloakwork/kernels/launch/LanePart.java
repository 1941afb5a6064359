package io.cloakwork.kernels.launch;

import io.cloakwork.spi.ring.RnsBasis;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// The limbs of a basis that one lane computes.
///
/// @param lane the lane
/// @param limbs their positions in the basis, ascending
/// @param basis their primes
record LanePart(Lane lane, List<Integer> limbs, RnsBasis basis) {

  /// The parts of `basis` that are not empty.
  static List<LanePart> of(RnsBasis basis, Tuning tuning) {
    List<LanePart> parts = new ArrayList<>();
    for (Lane lane : Lane.values()) {
      int[] limbs =
          IntStream.range(0, basis.size())
              .filter(i -> tuning.laneOf(basis.get(i)) == lane)
              .toArray();
      if (limbs.length > 0) {
        parts.add(new LanePart(lane, IntStream.of(limbs).boxed().toList(), basis.select(limbs)));
      }
    }
    return parts;
  }

  int[] positions() {
    return limbs.stream().mapToInt(Integer::intValue).toArray();
  }

  Rows of(Rows rows) {
    return rows.select(positions());
  }

  /// Integers that the positions are mapped to.
  int[] map(IntUnaryOperator function) {
    return IntStream.of(positions()).map(function).toArray();
  }
}
