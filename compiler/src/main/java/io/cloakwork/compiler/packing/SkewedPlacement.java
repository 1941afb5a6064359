package io.cloakwork.compiler.packing;

import io.cloakwork.compiler.layer.SparseAffine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Rows of a dense layer whose operand repeats: c copies of the operand each take a c-th of the m
/// Halevi–Shoup diagonals, so only D = m/c diagonals are multiplied.
///
/// Copy k serves the diagonals kD … kD + D − 1. Their common rotation by kD is not done: the
/// partial sums of copy k simply lie kD slots further than they would, and the fold over copies
/// steps by period + D (or − D) instead of period. So giant steps and the gathering of copies are
/// the same log2(c) rotations. Only the first m slots of the result are meant; the rest is left
/// over from the folds, and the result does not repeat.
///
/// Slots are counted from the first used slot of the operand, `start`.
final class SkewedPlacement implements Placement {

  /// How partial sums of one copy lie in its window.
  private enum Window {
    /// In [−m, used range): no wrap within the copy; copies are period + D apart.
    STRAIGHT,
    /// In [0, period), wrapped; copies are period + D apart.
    WRAPPED_FORWARD,
    /// In [0, rows), for period = m only; copies are period − D apart.
    WRAPPED_BACKWARD
  }

  private final SparseAffine map;
  private final SlotLayout in;
  private final int copies;
  private final int modulus;
  private final Window window;
  private final SlotLayout.Range used;
  private final SlotLayout out;

  private SkewedPlacement(SparseAffine map, SlotLayout in, int copies, int modulus, Window window) {
    this.map = map;
    this.in = in;
    this.copies = copies;
    this.modulus = modulus;
    this.window = window;
    this.used = in.usedRange();
    int[] rowSlots = new int[map.rows()];
    for (int row = 0; row < rowSlots.length; row++) {
      rowSlots[row] = used.start() + base() + row & in.slots() - 1;
    }
    this.out = SlotLayout.of(in.slots(), in.slots(), rowSlots, Optional.empty());
  }

  /// Every placement with `copies` copies that fits the slots.
  static List<SkewedPlacement> all(SparseAffine map, SlotLayout in, int copies) {
    int modulus = PowersOfTwo.atLeast(map.rows());
    List<SkewedPlacement> result = new ArrayList<>();
    if (copies > modulus || modulus > in.period() || (long) copies * in.period() > in.slots()) {
      return result;
    }
    for (Window window : Window.values()) {
      SkewedPlacement placement = new SkewedPlacement(map, in, copies, modulus, window);
      if (placement.fits()) {
        result.add(placement);
      }
    }
    return result;
  }

  /// D: the diagonals of one copy.
  private int perCopy() {
    return modulus / copies;
  }

  /// Slots from one copy's window to the next.
  private int copyStep() {
    return in.period() + (window == Window.WRAPPED_BACKWARD ? -perCopy() : perCopy());
  }

  /// The first slot of the first window.
  private int base() {
    return window == Window.STRAIGHT ? -modulus : 0;
  }

  /// Slots of a window that hold partial sums.
  private int windowLength() {
    return switch (window) {
      case STRAIGHT -> modulus + used.length();
      case WRAPPED_FORWARD -> in.period() == modulus ? map.rows() : in.period();
      case WRAPPED_BACKWARD -> map.rows();
    };
  }

  /// Runs of m slots that the folds gather, a power of two.
  private int foldedRuns() {
    return PowersOfTwo.atLeast(Math.ceilDiv(windowLength(), modulus));
  }

  /// Slots of a window that the folds read for the rows.
  private int foldedLength() {
    return foldedRuns() == 1 ? map.rows() : foldedRuns() * modulus;
  }

  /// Windows must not reach into each other, neither where they hold sums nor where they fold.
  private boolean fits() {
    long lastWindow = (long) (copies - 1) * copyStep();
    boolean inside = lastWindow + Math.max(windowLength(), foldedLength()) <= in.slots();
    boolean apart = copies == 1 || foldedLength() <= copyStep();
    return inside && apart && (window != Window.WRAPPED_BACKWARD || in.period() == modulus);
  }

  @Override
  public void forEach(Action action) {
    int[] slotOf = in.firstSlots();
    int mask = in.slots() - 1;
    map.forEach((row, column, weight) -> {
      int t = slotOf[column] - used.start() & in.period() - 1;
      boolean backward = window == Window.WRAPPED_BACKWARD;
      int residue = (backward ? row - t : t - row) & modulus - 1;
      int copy = residue / perCopy();
      int within = residue % perCopy();
      int at =
          switch (window) {
            case STRAIGHT -> t - residue;
            case WRAPPED_FORWARD -> t - residue & in.period() - 1;
            case WRAPPED_BACKWARD -> row;
          };
      int slot = used.start() + copy * copyStep() + at & mask;
      action.accept(slot, backward ? -within : within, weight);
    });
  }

  @Override
  public int tile() {
    return in.slots();
  }

  @Override
  public List<Integer> folds() {
    List<Integer> steps = new ArrayList<>();
    for (int runs = 1; runs < foldedRuns(); runs *= 2) {
      steps.add(runs * modulus);
    }
    for (int copy = 1; copy < copies; copy *= 2) {
      steps.add(copy * copyStep());
    }
    return steps;
  }

  @Override
  public SlotLayout out() {
    return out;
  }

  @Override
  public String toString() {
    return "%d diagonals over %d skewed copies".formatted(modulus, copies);
  }
}
