package io.cloakwork.compiler;

import io.cloakwork.compiler.layer.LayerProgram;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;

/// From layers to a program over ciphertexts: the cheapest secure ring, scale and digits whose
/// predicted precision suffices.
///
/// The search takes the cheapest [RingPlan] first, and a plan that is not precise enough goes back
/// with a larger scale, which costs more. Rings are looked at from the smallest up, and no further
/// than they may pay: twice the slots halve a network's rotations at best, while each takes twice
/// as long, so the next ring is worth packing only if it needs fewer digits or special primes.
final class Lowering {

  private final String name;
  private final RingPlanner planner;
  private final CompileOptions options;
  private final Queue<RingPlan> open =
      new PriorityQueue<>(Comparator.comparingDouble(RingPlan::cost));
  private int nextRing;
  private double mostPrecise = Double.NEGATIVE_INFINITY;

  private Lowering(String name, LayerProgram layers, CompileOptions options) {
    this.name = name;
    this.planner = new RingPlanner(layers, options);
    this.options = options;
    this.nextRing = planner.smallestRing();
  }

  /// @throws CompileException if no ring will do
  static Lowered lower(String name, LayerProgram layers, CompileOptions options) {
    return new Lowering(name, layers, options).search();
  }

  private Lowered search() {
    while (!open.isEmpty() || nextRing <= ParameterSelection.MAX_LOG_N) {
      if (open.isEmpty() || isNextRingPromising(open.element())) {
        planner.plan(nextRing++, planner.minLogScale()).ifPresent(open::add);
        continue;
      }
      RingPlan cheapest = open.remove();
      Optional<Lowered> lowered = planner.lower(cheapest);
      if (lowered.isPresent()) {
        double missing = options.precisionBits() - lowered.get().precision().output();
        if (missing <= 0 || options.logScale().isPresent()) {
          return lowered.get();
        }
        mostPrecise = Math.max(mostPrecise, lowered.get().precision().output());
        planner.plan(cheapest.logN(), cheapest.logScaleFor(missing)).ifPresent(open::add);
      }
    }
    throw new CompileException(refusal());
  }

  private boolean isNextRingPromising(RingPlan cheapest) {
    return nextRing <= ParameterSelection.MAX_LOG_N
        && planner.price(nextRing).orElse(Double.POSITIVE_INFINITY) < cheapest.price();
  }

  private String refusal() {
    if (mostPrecise > Double.NEGATIVE_INFINITY) {
      return "network '%s' reaches a predicted precision of %.1f bits, not %.1f, in every secure ring; ask for less or shorten it from %d levels"
          .formatted(name, mostPrecise, options.precisionBits(), planner.depth());
    }
    if (planner.leastKeyBytes().isPresent()) {
      return "network '%s' needs at least %d bytes of keys on the device, %d are allowed"
          .formatted(
              name, planner.leastKeyBytes().getAsLong(), options.maxKeyBytes().orElseThrow());
    }
    return "network '%s' needs %d levels and does not fit one ciphertext of any secure ring with at most %d bytes of weights; %d rings were tried"
        .formatted(name, planner.depth(), options.maxWeightBytes(), planner.ringsTried());
  }
}
