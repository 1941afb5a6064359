package io.cloakwork.compiler.packing;

import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.compiler.layer.Layer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// How one term of an affine layer is computed on slots, but for its bias: sums of rotations first
/// (a sum pool), then diagonals by baby and giant steps, then folds.
///
/// @param term what is computed
/// @param kind one phrase for people
/// @param in where the operand lies
/// @param poolSums each a list of steps: x ← x + Σ rotate(x, step), before the diagonals
/// @param placement the diagonals and folds
/// @param plan baby and giant steps of the diagonals' offsets
/// @param chained whether each step is made from its neighbour: fewer keys, more time
/// @param cost in element-wise products of one limb
public record LinearPacking(
    Layer.Term term,
    String kind,
    SlotLayout in,
    List<List<Integer>> poolSums,
    Placement placement,
    BsgsPlan plan,
    boolean chained,
    double cost) {

  public LinearPacking {
    poolSums = List.copyOf(poolSums);
  }

  /// Where the result lies.
  public SlotLayout out() {
    return placement.out();
  }

  /// The folds y ← y + rotate(y, step), in order.
  public List<Integer> folds() {
    return placement.folds();
  }

  /// The diagonals by offset, without pool sums and folds.
  public Map<Integer, double[]> diagonals() {
    int slots = in.slots();
    int tile = placement.tile();
    Map<Integer, double[]> diagonals = new TreeMap<>();
    placement.forEach((slot, offset, weight) ->
        diagonals.computeIfAbsent(BsgsPlan.centre(offset, slots), _ -> new double[slots])[slot] +=
            weight);
    for (double[] diagonal : diagonals.values()) {
      for (int at = tile; at < slots; at += tile) {
        System.arraycopy(diagonal, 0, diagonal, at, tile);
      }
    }
    return diagonals;
  }

  /// The rotations of a chained plan: from each step to the next, and to the first from zero.
  private Set<Integer> distances() {
    Set<Integer> distances = new TreeSet<>();
    int at = 0;
    for (int baby : plan.babies()) {
      distances.add(baby - at);
      at = baby;
    }
    at = 0;
    for (BsgsPlan.GiantStep giant : plan.giants()) {
      distances.add(giant.step() - at);
      at = giant.step();
    }
    distances.remove(0);
    return distances;
  }

  /// The steps of all rotations, each once: those that need keys.
  Set<Integer> rotations() {
    Set<Integer> steps = new TreeSet<>(chained ? distances() : plan.rotations());
    poolSums.forEach(steps::addAll);
    steps.addAll(folds());
    return steps;
  }
}
