package io.cloakwork.compiler.packing;

import io.cloakwork.compiler.layer.SparseAffine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows at given slots of a result that repeats with a period.
///
/// With an output period of at least the input's, row o at slot s meets column i at slot t by the
/// rotation t − s modulo the input's period. With a shorter one, m, the rotation is t − s modulo m
/// only, the product lands in a slot that is s modulo m, and log2(period / m) folds gather what
/// belongs together: the hybrid of Halevi–Shoup diagonals and row sums (Juvekar et al., ePrint
/// 2018/073, §5), for any layout. Where a column lies in several slots, the one with the smallest
/// rotation is taken.
record PeriodicPlacement(SparseAffine map, SlotLayout in, SlotLayout out) implements Placement {

  static PeriodicPlacement of(
      SparseAffine map, SlotLayout in, int period, int[] rowSlots, Optional<Grid> grid) {
    SlotLayout out = SlotLayout.of(in.slots(), period, rowSlots, grid);
    return new PeriodicPlacement(map, in, out);
  }

  @Override
  public void forEach(Action action) {
    int inMask = in.period() - 1;
    int modulus = Math.min(in.period(), out.period());
    int[][] occurrences = in.occurrences();
    int[] rowSlots = out.firstSlots();
    boolean folded = out.period() < in.period();
    map.forEach((row, column, weight) -> {
      int slot = rowSlots[row];
      int best = modulus;
      int source = 0;
      for (int t : occurrences[column]) {
        int residue = t - slot & modulus - 1;
        if (residue < best) {
          best = residue;
          source = t;
        }
      }
      int offset = best < modulus / 2 || modulus == 1 ? best : best - modulus;
      action.accept(folded ? source - offset & inMask : slot, offset, weight);
    });
  }

  @Override
  public int tile() {
    return Math.max(in.period(), out.period());
  }

  @Override
  public List<Integer> folds() {
    List<Integer> steps = new ArrayList<>();
    for (int step = out.period(); step < in.period(); step *= 2) {
      steps.add(step);
    }
    return steps;
  }

  @Override
  public boolean leavesZeros() {
    return true;
  }

  @Override
  public String toString() {
    return "diagonals modulo %d".formatted(Math.min(in.period(), out.period()));
  }
}
