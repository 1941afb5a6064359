package io.cloakwork.compiler.packing;

import io.cloakwork.compiler.layer.SparseAffine;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Rows of a dense layer whose operand repeats: c copies of the operand each take a c-th of the m
/// Halevi–Shoup diagonals, so only D = m/c diagonals are multiplied.
///
/// Copy k serves the diagonals kD … kD + D − 1. Their common rotation by kD is not done: the
/// partial sums of copy k simply lie kD slots further than they would, and the fold over copies
/// steps by period ± D instead of period. So giant steps and the gathering of copies are the same
/// log2(c) rotations. Only the rows' slots of the result are meant; the rest is left over from the
/// folds, and the result does not repeat.
///
/// Slots are counted from the first used slot of the operand. The partial sums of copy k lie in
/// [low, high) + k·copyStep; the folds gather [base, base + foldedLength) + k·copyStep, which holds
/// them all and none of another copy.
final class SkewedPlacement implements Placement {

  /// How partial sums lie: going with or against the rotation, and whether they wrap in the copy.
  private enum Direction {
    FORWARD,
    BACKWARD,
    FORWARD_WRAPPED,
    BACKWARD_WRAPPED;

    boolean isBackward() {
      return this == BACKWARD || this == BACKWARD_WRAPPED;
    }

    boolean isWrapped() {
      return this == FORWARD_WRAPPED || this == BACKWARD_WRAPPED;
    }
  }

  private final SparseAffine map;
  private final SlotLayout in;
  // Which diagonals of the map are not zero: the residues of slot − row modulo m.
  private final BitSet residues;
  private final int copies;
  private final int modulus;
  private final Direction direction;
  private final SlotLayout.Range used;
  private final OptionalInt base;

  private SkewedPlacement(
      SparseAffine map, SlotLayout in, BitSet residues, int copies, Direction direction) {
    this.map = map;
    this.in = in;
    this.residues = residues;
    this.copies = copies;
    this.modulus = PowersOfTwo.atLeast(map.rows());
    this.direction = direction;
    this.used = in.usedRange();
    this.base = findBase();
  }

  /// Every placement that fits the slots.
  static List<SkewedPlacement> all(SparseAffine map, SlotLayout in) {
    int modulus = PowersOfTwo.atLeast(map.rows());
    List<SkewedPlacement> result = new ArrayList<>();
    if (modulus > in.period()) {
      return result;
    }
    BitSet residues = residues(map, in, modulus);
    int mostCopies = Math.min(modulus, in.slots() / in.period());
    for (int copies = 1; copies <= mostCopies; copies *= 2) {
      for (Direction direction : Direction.values()) {
        SkewedPlacement placement = new SkewedPlacement(map, in, residues, copies, direction);
        if (placement.base.isPresent()) {
          result.add(placement);
        }
      }
    }
    return result;
  }

  private static BitSet residues(SparseAffine map, SlotLayout in, int modulus) {
    int[] slotOf = in.firstSlots();
    int start = in.usedRange().start();
    BitSet residues = new BitSet(modulus);
    map.forEach((row, column, _) -> {
      int t = slotOf[column] - start & in.period() - 1;
      residues.set(t - row & modulus - 1);
    });
    return residues;
  }

  /// D: the diagonals of one copy.
  private int perCopy() {
    return modulus / copies;
  }

  /// Slots from one copy's partial sums to the next copy's.
  private int copyStep() {
    return in.period() + (direction.isBackward() ? -perCopy() : perCopy());
  }

  private int low() {
    return direction == Direction.FORWARD ? 1 - modulus : 0;
  }

  private int high() {
    return switch (direction) {
      case FORWARD -> used.length();
      case BACKWARD -> used.length() + modulus - 1;
      case FORWARD_WRAPPED, BACKWARD_WRAPPED -> in.period() == modulus ? map.rows() : in.period();
    };
  }

  /// Runs of m slots that the folds gather, a power of two.
  private int foldedRuns() {
    int first = Math.floorDiv(low(), modulus);
    return PowersOfTwo.atLeast(Math.ceilDiv(high() - first * modulus, modulus));
  }

  /// Slots from `base` that the folds read for the rows.
  private int foldedLength() {
    return foldedRuns() == 1 ? map.rows() : foldedRuns() * modulus;
  }

  /// A multiple of m from which the folds read this copy's partial sums and no other's; the slots
  /// are a cycle, so the first and last copy are neighbours too.
  private OptionalInt findBase() {
    int round = in.slots() - (copies - 1) * copyStep();
    int neighbour = copies > 1 ? Math.min(copyStep(), round) : round;
    int highest = Math.floorDiv(low(), modulus) * modulus;
    for (int start = highest; start >= high() - neighbour; start -= modulus) {
      int end = start + foldedLength();
      if (end < high()) {
        return OptionalInt.empty();
      }
      if (end <= low() + neighbour) {
        return OptionalInt.of(start);
      }
    }
    return OptionalInt.empty();
  }

  @Override
  public void forEach(Action action) {
    int[] slotOf = in.firstSlots();
    boolean backward = direction.isBackward();
    map.forEach((row, column, weight) -> {
      int t = slotOf[column] - used.start() & in.period() - 1;
      int residue = (backward ? row - t : t - row) & modulus - 1;
      int copy = residue / perCopy();
      int within = residue % perCopy();
      int at = backward ? t + residue : t - residue;
      if (direction.isWrapped()) {
        at &= in.period() - 1;
      }
      int slot = used.start() + copy * copyStep() + at & in.slots() - 1;
      action.accept(slot, backward ? -within : within, weight);
    });
  }

  /// Without a look at the weights, which several placements share.
  @Override
  public BitSet offsets(int slots) {
    BitSet offsets = new BitSet(slots);
    boolean backward = direction.isBackward();
    residues.stream()
        .map(residue -> (backward ? -residue & modulus - 1 : residue) % perCopy())
        .forEach(within -> offsets.set((backward ? -within : within) & slots - 1));
    return offsets;
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
    int[] rowSlots = new int[map.rows()];
    for (int row = 0; row < rowSlots.length; row++) {
      rowSlots[row] = used.start() + base.getAsInt() + row & in.slots() - 1;
    }
    return SlotLayout.of(in.slots(), in.slots(), rowSlots, Optional.empty());
  }

  @Override
  public boolean leavesZeros() {
    return false;
  }

  @Override
  public String toString() {
    return "%d diagonals over %d skewed copies".formatted(modulus, copies);
  }
}
