package io.cloakwork.compiler.packing;

import io.cloakwork.compiler.layer.SparseAffine;
import java.util.Arrays;
import java.util.Optional;

/// A layout of the network's input for a dense first layer of m rows: copy k of c holds the input
/// rotated by k·m/c. Each copy then serves its own m/c Halevi–Shoup diagonals with the same
/// rotations, and the folds that gather a row's partial sums gather the copies too. The client does
/// for nothing what [SkewedPlacement] does for a layout that a layer left behind, and the result
/// repeats.
final class ShiftedCopies {

  private ShiftedCopies() {}

  /// The placement with `copies` copies, if they fit the slots.
  static Optional<PeriodicPlacement> place(SparseAffine map, int slots, int copies) {
    int period = PowersOfTwo.atLeast(map.columns());
    int rows = PowersOfTwo.atLeast(map.rows());
    if ((long) copies * period > slots || copies > rows || rows > period) {
      return Optional.empty();
    }
    int[] elementAt = new int[copies * period];
    Arrays.fill(elementAt, -1);
    for (int copy = 0; copy < copies; copy++) {
      int shift = copy * (rows / copies);
      for (int element = 0; element < map.columns(); element++) {
        elementAt[copy * period + (element - shift & period - 1)] = element;
      }
    }
    int[] rowSlots = new int[map.rows()];
    Arrays.setAll(rowSlots, row -> row);
    SlotLayout in = SlotLayout.ofPeriod(slots, map.columns(), elementAt);
    return Optional.of(PeriodicPlacement.of(map, in, rows, rowSlots, Optional.empty()));
  }
}
