package io.cloakwork.ckks.linear;

import io.cloakwork.ckks.OperandMismatchException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// How the diagonals of a linear map are split into baby and giant steps: offset = giant + baby,
/// modulo the slots. All steps are in [−slots/2, slots/2), left rotations positive.
///
/// @param slots the length of the slot vector
/// @param giants the giant steps in ascending order, each with its terms
public record BsgsPlan(int slots, List<GiantStep> giants) {

  /// One giant step: Σ over its terms of diagonal ⊙ rotate_baby, then rotated by `step`.
  public record GiantStep(int step, List<Term> terms) {
    public GiantStep {
      terms = List.copyOf(terms);
    }
  }

  /// One diagonal.
  ///
  /// @param offset which diagonal
  /// @param baby the rotation of the ciphertext that it meets
  public record Term(int offset, int baby) {}

  public BsgsPlan {
    giants = List.copyOf(giants);
  }

  /// The plan of least cost among all splits by one stride.
  ///
  /// @param slots a power of two
  /// @param offsets the diagonals that are not zero, at least one; any integers, taken modulo slots
  /// @param cost what steps cost
  public static BsgsPlan of(int slots, Collection<Integer> offsets, StepCost cost) {
    if (offsets.isEmpty()) {
      throw new OperandMismatchException("a linear map needs at least one diagonal");
    }
    SortedSet<Integer> centred = new TreeSet<>();
    offsets.forEach(offset -> centred.add(centre(offset, slots)));
    return StrideSearch.best(slots, centred, cost);
  }

  /// The plan whose baby steps are the residues modulo `stride` in [−shift, stride − shift).
  static BsgsPlan split(int slots, SortedSet<Integer> offsets, int stride, int shift) {
    SortedMap<Integer, List<Term>> byGiant = new TreeMap<>();
    for (int offset : offsets) {
      int baby = Math.floorMod(offset + shift, stride) - shift;
      byGiant
          .computeIfAbsent(centre(offset - baby, slots), _ -> new ArrayList<>())
          .add(new Term(offset, centre(baby, slots)));
    }
    List<GiantStep> giants = new ArrayList<>();
    byGiant.forEach((step, terms) -> giants.add(new GiantStep(step, terms)));
    return new BsgsPlan(slots, giants);
  }

  /// `step` modulo `slots`, in [−slots/2, slots/2).
  public static int centre(int step, int slots) {
    int residue = Math.floorMod(step, slots);
    return residue < slots / 2 || slots == 1 ? residue : residue - slots;
  }

  /// The diagonals, ascending.
  public SortedSet<Integer> offsets() {
    SortedSet<Integer> offsets = new TreeSet<>();
    giants.forEach(giant -> giant.terms().forEach(term -> offsets.add(term.offset())));
    return offsets;
  }

  /// The baby steps, ascending, zero among them if it is used.
  public SortedSet<Integer> babies() {
    SortedSet<Integer> babies = new TreeSet<>();
    giants.forEach(giant -> giant.terms().forEach(term -> babies.add(term.baby())));
    return babies;
  }

  /// The rotations that need keys: baby and giant steps other than zero.
  public SortedSet<Integer> rotations() {
    SortedSet<Integer> steps = babies();
    giants.forEach(giant -> steps.add(giant.step()));
    steps.remove(0);
    return steps;
  }

  /// The giant step that the diagonal of `offset` belongs to.
  ///
  /// @throws OperandMismatchException if there is no such diagonal
  public int giantOf(int offset) {
    for (GiantStep giant : giants) {
      for (Term term : giant.terms()) {
        if (term.offset() == offset) {
          return giant.step();
        }
      }
    }
    throw new OperandMismatchException(
        "diagonal %d is not in the plan; there are %s".formatted(offset, offsets()));
  }
}
