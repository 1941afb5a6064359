package io.cloakwork.compiler.packing;

import io.cloakwork.ckks.linear.BsgsPlan;
import io.cloakwork.ckks.linear.StepCost;
import io.cloakwork.compiler.layer.Layer;
import io.cloakwork.compiler.layer.SparseAffine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Every way in which a term of an affine layer may be packed for one operand layout, or, for the
/// first layer, for any.
final class Candidates {

  private final Layer.Term term;
  private final RotationCost cost;
  private final RotationCost foldCost;
  private final int slots;
  // Each prices the plans of a placement, which is what takes time.
  private final List<Supplier<Stream<LinearPacking>>> found = new ArrayList<>();

  /// @param cost at the level of the operand
  /// @param foldCost one level below, where the folds run
  private Candidates(Layer.Term term, RotationCost cost, RotationCost foldCost, int slots) {
    this.term = term;
    this.cost = cost;
    this.foldCost = foldCost;
    this.slots = slots;
  }

  /// Packings of a term whose operand lies in `in`.
  static List<LinearPacking> of(
      Layer.Term term, SlotLayout in, RotationCost cost, RotationCost foldCost) {
    Candidates candidates = new Candidates(term, cost, foldCost, in.slots());
    candidates.onLayout(term.composed(), term.composedStride(), in, List.of(), in);
    if (term.pool().isPresent() && in.grid().isPresent()) {
      PoolPacking pool = PoolPacking.of(term.pool().get(), in);
      candidates.onLayout(term.map(), term.stride(), pool.layout(), pool.sums(), in);
    }
    return candidates.priced();
  }

  /// Packings of a term whose result must lie in `out`, because other terms' results do.
  static List<LinearPacking> onto(
      Layer.Term term, SlotLayout in, SlotLayout out, RotationCost cost, RotationCost foldCost) {
    Candidates candidates = new Candidates(term, cost, foldCost, in.slots());
    String kind = "into the layout of the other terms";
    candidates.add(kind, new PeriodicPlacement(term.composed(), in, out), List.of(), in);
    if (term.pool().isPresent() && in.grid().isPresent()) {
      PoolPacking pool = PoolPacking.of(term.pool().get(), in);
      PeriodicPlacement rows = new PeriodicPlacement(term.map(), pool.layout(), out);
      candidates.add(kind, rows, pool.sums(), in);
    }
    return candidates.priced();
  }

  /// Packings of the first layer, with the input layouts that suit it.
  static List<LinearPacking> ofInput(
      Layer.Term term, int slots, RotationCost cost, RotationCost foldCost) {
    Candidates candidates = new Candidates(term, cost, foldCost, slots);
    if (term.in().isImage() && term.out().isImage() && term.composedStride().isPresent()) {
      List<InputPlanes> divisions = InputPlanes.all(term, slots);
      for (int copies = 1; copies <= slots; copies *= 2) {
        for (InputPlanes planes : divisions) {
          planes
              .place(copies)
              .ifPresent(p -> candidates.add("planes of the image", p, List.of(), p.in()));
        }
      }
      for (SidePlanes.Placed planes : SidePlanes.all(term, slots)) {
        candidates.addPlanned("planes side by side", planes.placement(), planes.plan());
      }
    }
    for (int copies = 2; copies <= slots; copies *= 2) {
      ShiftedCopies.place(term.composed(), slots, copies)
          .ifPresent(p -> candidates.add("shifted copies of the input", p, List.of(), p.in()));
    }
    int period = PowersOfTwo.atLeast(term.in().size());
    if (period <= slots) {
      SlotLayout dense =
          SlotLayout.of(slots, period, identitySlots(term.in().size()), Optional.empty());
      candidates.onLayout(term.composed(), Optional.empty(), dense, List.of(), dense);
    }
    return candidates.priced();
  }

  private void onLayout(
      SparseAffine map,
      Optional<Layer.Stride> stride,
      SlotLayout operand,
      List<List<Integer>> poolSums,
      SlotLayout in) {
    if (stride.isPresent() && operand.grid().isPresent() && term.out().isImage()) {
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
      for (SkewedPlacement skewed : SkewedPlacement.all(map, operand)) {
        add("dense rows", skewed, poolSums, in);
      }
    }
  }

  private void onGrid(
      SparseAffine map,
      Grid grid,
      SlotLayout operand,
      List<List<Integer>> poolSums,
      SlotLayout in) {
    if (!grid.holds(term.out()) || (long) term.out().dim(1) * grid.block() > slots) {
      return;
    }
    int needed = PowersOfTwo.atLeast(term.out().dim(1) * grid.block());
    int[] rowSlots = new int[map.rows()];
    for (int row = 0; row < rowSlots.length; row++) {
      rowSlots[row] = grid.position(term.out(), row);
    }
    int wide = Math.max(needed, operand.period());
    add(
        "channels in blocks",
        PeriodicPlacement.of(map, operand, wide, rowSlots, Optional.of(grid)),
        poolSums,
        in);
    if (needed < wide) {
      add(
          "channels in blocks",
          PeriodicPlacement.of(map, operand, needed, rowSlots, Optional.of(grid)),
          poolSums,
          in);
    }
  }

  /// What was found, in the order in which it was.
  private List<LinearPacking> priced() {
    return found.parallelStream().flatMap(Supplier::get).toList();
  }

  private void add(String kind, Placement placement, List<List<Integer>> poolSums, SlotLayout in) {
    found.add(() -> priced(kind, placement, poolSums, in));
  }

  private Stream<LinearPacking> priced(
      String kind, Placement placement, List<List<Integer>> poolSums, SlotLayout in) {
    List<Integer> offsets = placement.offsets(slots).stream().boxed().toList();
    if (offsets.isEmpty()) {
      return Stream.empty();
    }
    double others = placement.folds().size() * foldCost.rotation();
    for (List<Integer> steps : poolSums) {
      others += steps.size() * cost.rotation();
    }
    BsgsPlan plan = BsgsPlan.of(slots, offsets, cost.steps());
    double total = cost.transform(plan) + others;
    String summary = kind + ", " + placement;
    LinearPacking direct =
        new LinearPacking(term, summary, in, poolSums, placement, plan, false, total);
    if (cost.keyPrice() == 0) {
      return Stream.of(direct);
    }
    StepCost steps = new StepCost(cost.rotation(), foldCost.rotation());
    BsgsPlan chain = BsgsPlan.of(slots, offsets, steps);
    double chained = cost.chainedTransform(chain, foldCost) + others;
    String chainSummary = summary + ", steps in a chain";
    return Stream.of(
        direct,
        new LinearPacking(term, chainSummary, in, poolSums, placement, chain, true, chained));
  }

  /// A placement of the input with a plan of its own, besides the one that its offsets suggest.
  private void addPlanned(String kind, PeriodicPlacement placement, BsgsPlan plan) {
    add(kind, placement, List.of(), placement.in());
    found.add(() -> {
      double total = cost.transform(plan) + placement.folds().size() * foldCost.rotation();
      String summary = kind + ", " + placement;
      return Stream.of(
          new LinearPacking(
              term, summary, placement.in(), List.of(), placement, plan, false, total));
    });
  }

  private static int[] identitySlots(int size) {
    int[] slots = new int[size];
    Arrays.setAll(slots, i -> i);
    return slots;
  }
}
