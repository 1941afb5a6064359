package io.cloakwork.compiler.packing;

import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.compiler.layer.Layer;
import io.cloakwork.compiler.layer.SparseAffine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Every way in which an affine layer may be packed for one operand layout, or, for the first
/// layer, for any.
final class Candidates {

  private final Layer.Affine layer;
  private final RotationCost cost;
  private final RotationCost foldCost;
  private final int slots;
  private final List<LinearPacking> found = new ArrayList<>();

  /// @param cost at the level of the layer's operand
  /// @param foldCost one level below, where the folds run
  private Candidates(Layer.Affine layer, RotationCost cost, RotationCost foldCost, int slots) {
    this.layer = layer;
    this.cost = cost;
    this.foldCost = foldCost;
    this.slots = slots;
  }

  /// Packings of a layer whose operand lies in `in`.
  static List<LinearPacking> of(
      Layer.Affine layer, SlotLayout in, RotationCost cost, RotationCost foldCost) {
    Candidates candidates = new Candidates(layer, cost, foldCost, in.slots());
    candidates.onLayout(layer.composed(), layer.composedStride(), in, List.of(), in);
    if (layer.pool().isPresent() && in.grid().isPresent()) {
      PoolPacking pool = PoolPacking.of(layer.pool().get(), in);
      candidates.onLayout(layer.map(), layer.stride(), pool.layout(), pool.sums(), in);
    }
    return candidates.found;
  }

  /// Packings of the first layer, with the input layouts that suit it.
  static List<LinearPacking> ofInput(
      Layer.Affine layer, int slots, RotationCost cost, RotationCost foldCost) {
    Candidates candidates = new Candidates(layer, cost, foldCost, slots);
    if (layer.in().isImage() && layer.out().isImage() && layer.composedStride().isPresent()) {
      for (int copies = 1; copies <= slots; copies *= 2) {
        for (int phases = 0; phases < 4; phases++) {
          InputPlanes.place(layer, slots, (phases & 1) != 0, (phases & 2) != 0, copies)
              .ifPresent(p -> candidates.add("planes of the image", p, List.of(), p.in()));
        }
      }
    }
    for (int copies = 2; copies <= slots; copies *= 2) {
      ShiftedCopies.place(layer.composed(), slots, copies)
          .ifPresent(p -> candidates.add("shifted copies of the input", p, List.of(), p.in()));
    }
    int period = PowersOfTwo.atLeast(layer.in().size());
    if (period <= slots) {
      SlotLayout dense =
          SlotLayout.of(slots, period, identitySlots(layer.in().size()), Optional.empty());
      candidates.onLayout(layer.composed(), Optional.empty(), dense, List.of(), dense);
    }
    return candidates.found;
  }

  private void onLayout(
      SparseAffine map,
      Optional<Layer.Stride> stride,
      SlotLayout operand,
      List<List<Integer>> poolSums,
      SlotLayout in) {
    if (stride.isPresent() && operand.grid().isPresent() && layer.out().isImage()) {
      onGrid(
          map,
          operand.grid().get().strided(stride.get().rows(), stride.get().columns()),
          operand,
          poolSums,
          in);
    }
    int modulus = PowersOfTwo.atLeast(map.rows());
    if (modulus <= slots) {
      PeriodicPlacement rows =
          PeriodicPlacement.of(map, operand, modulus, identitySlots(map.rows()), Optional.empty());
      add("dense rows", rows, poolSums, in);
      for (int copies = 1; copies <= modulus; copies *= 2) {
        for (SkewedPlacement skewed : SkewedPlacement.all(map, operand, copies)) {
          add("dense rows", skewed, poolSums, in);
        }
      }
    }
  }

  private void onGrid(
      SparseAffine map,
      Grid grid,
      SlotLayout operand,
      List<List<Integer>> poolSums,
      SlotLayout in) {
    long needed = (long) PowersOfTwo.atLeast(layer.out().dim(1)) * grid.block();
    if (!grid.holds(layer.out()) || needed > slots) {
      return;
    }
    int[] rowSlots = new int[map.rows()];
    for (int row = 0; row < rowSlots.length; row++) {
      rowSlots[row] = grid.position(layer.out(), row);
    }
    int wide = (int) Math.max(needed, operand.period());
    add(
        "channels in blocks",
        PeriodicPlacement.of(map, operand, wide, rowSlots, Optional.of(grid)),
        poolSums,
        in);
    if (needed < wide) {
      add(
          "channels in blocks",
          PeriodicPlacement.of(map, operand, (int) needed, rowSlots, Optional.of(grid)),
          poolSums,
          in);
    }
  }

  private void add(String kind, Placement placement, List<List<Integer>> poolSums, SlotLayout in) {
    Set<Integer> offsets = LinearPacking.offsets(placement, slots);
    if (offsets.isEmpty()) {
      return;
    }
    BsgsPlan plan = BsgsPlan.of(slots, offsets, cost.steps());
    double total = cost.transform(plan) + placement.folds().size() * foldCost.rotation();
    for (List<Integer> steps : poolSums) {
      total += steps.size() * cost.rotation();
    }
    found.add(
        new LinearPacking(layer, kind + ", " + placement, in, poolSums, placement, plan, total));
  }

  private static int[] identitySlots(int size) {
    int[] slots = new int[size];
    Arrays.setAll(slots, i -> i);
    return slots;
  }
}
